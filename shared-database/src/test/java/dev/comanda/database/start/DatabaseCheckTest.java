package dev.comanda.database.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DatabaseCheckTest {
    private static final String URL = "quarkus.datasource.jdbc.url";
    private static final String USERNAME = "quarkus.datasource.username";
    private static final String PASSWORD = "quarkus.datasource.password";

    private final Map<String, String> settings =
            new HashMap<>(Map.of(URL, "jdbc:postgresql://db:5432/x", USERNAME, "runtime", PASSWORD, "a-long-password"));

    @Test
    void aUserAndAPasswordAreEnough() {
        assertThat(missing("prod")).isEmpty();
    }

    @Test
    void productionNamesWhatIsMissing() {
        settings.put(USERNAME, "");
        settings.remove(PASSWORD);
        assertThat(missing("prod"))
                .containsExactly("QUARKUS_DATASOURCE_USERNAME is not set", "QUARKUS_DATASOURCE_PASSWORD is not set");
        assertThat(missing("demo")).isEmpty();
        settings.put(URL, "jdbc:postgresql://db/x?user=me&sslcert=/run/secrets/client.crt");
        assertThat(missing("prod")).isEmpty();
    }

    @Test
    void aShortPasswordAndAForeignUrlAreRefusedWithoutShowingThem() {
        settings.put(URL, "postgres://db/x");
        settings.put(PASSWORD, "1234567");
        settings.put("quarkus.flyway.password", "7654321");
        assertThat(missing("prod"))
                .containsExactly(
                        "QUARKUS_DATASOURCE_JDBC_URL is not valid: write jdbc:postgresql://host:5432/database",
                        "QUARKUS_DATASOURCE_PASSWORD is shorter than 8 characters",
                        "QUARKUS_FLYWAY_USERNAME and QUARKUS_FLYWAY_PASSWORD must both be set, or neither",
                        "QUARKUS_FLYWAY_PASSWORD is shorter than 8 characters");
    }

    @Test
    void anEmbeddedDatabaseMakesItsOwnPassword() {
        settings.clear();
        assertThat(missing("prod")).isEmpty();
    }

    private List<String> missing(String profile) {
        return new DatabaseCheck()
                .missing(
                        profile,
                        new SmallRyeConfigBuilder()
                                .withSources(new PropertiesConfigSource(settings, "test", 100))
                                .build());
    }
}
