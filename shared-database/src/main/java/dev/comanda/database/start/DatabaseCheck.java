package dev.comanda.database.start;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** Whether production knows how to reach its database; an embedded one makes its own password. */
public final class DatabaseCheck implements StartupCheck {
    private static final Pattern URL = Pattern.compile("jdbc:postgresql://\\S+");

    /** A URL may carry the user, the password or a certificate itself. */
    private static final Pattern USER = Pattern.compile("[?&]user=[^&]");

    private static final Pattern CREDENTIAL = Pattern.compile("[?&](password|sslcert)=[^&]");
    private static final int SHORTEST_PASSWORD = 8;

    @Override
    public List<String> missing(String profile, Config config) {
        Optional<String> url = text(config, "jdbc.url");
        if (!StartupCheck.isProduction(profile) || url.isEmpty()) {
            return List.of();
        }
        List<String> missing = new ArrayList<>();
        if (!URL.matcher(url.get()).matches()) {
            missing.add("QUARKUS_DATASOURCE_JDBC_URL is not valid: write jdbc:postgresql://host:5432/database");
        }
        if (text(config, "username").isEmpty() && !USER.matcher(url.get()).find()) {
            missing.add("QUARKUS_DATASOURCE_USERNAME is not set");
        }
        passwords(config, url.get(), missing);
        return missing;
    }

    private static void passwords(Config config, String url, List<String> missing) {
        Optional<String> password = text(config, "password");
        if (password.isEmpty() && !CREDENTIAL.matcher(url).find()) {
            missing.add("QUARKUS_DATASOURCE_PASSWORD is not set");
        }
        password.filter(DatabaseCheck::isShort)
                .ifPresent(_ -> missing.add("QUARKUS_DATASOURCE_PASSWORD is shorter than 8 characters"));
        Optional<String> owner = config.getOptionalValue("quarkus.flyway.username", String.class);
        Optional<String> ownersPassword = config.getOptionalValue("quarkus.flyway.password", String.class);
        if (owner.isPresent() != ownersPassword.isPresent()) {
            missing.add("QUARKUS_FLYWAY_USERNAME and QUARKUS_FLYWAY_PASSWORD must both be set, or neither");
        }
        ownersPassword
                .filter(DatabaseCheck::isShort)
                .ifPresent(_ -> missing.add("QUARKUS_FLYWAY_PASSWORD is shorter than 8 characters"));
    }

    private static boolean isShort(String password) {
        return password.length() < SHORTEST_PASSWORD && !Placeholders.isIn(password);
    }

    private static Optional<String> text(Config config, String key) {
        return config.getOptionalValue("quarkus.datasource." + key, String.class)
                .filter(value -> !value.isBlank());
    }
}
