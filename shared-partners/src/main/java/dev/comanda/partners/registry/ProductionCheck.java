package dev.comanda.partners.registry;

import dev.comanda.database.encryption.ColumnCipher;
import dev.comanda.database.start.StartupCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** What a service with partners must be told before it may face the world. */
public final class ProductionCheck implements StartupCheck {
    private static final int SHORTEST_TOKEN = 16;

    @Override
    public List<String> missing(String profile, Config config) {
        List<String> missing = new ArrayList<>();
        if (!profile.equals("prod")) {
            return missing;
        }
        if (text(config, "comanda.access.operator-token", "COMANDA_OPERATOR_TOKEN")
                .filter(token -> token.length() >= SHORTEST_TOKEN)
                .isEmpty()) {
            missing.add("no operator token: set COMANDA_OPERATOR_TOKEN to at least 16 characters");
        }
        Optional<String> keys = text(config, "comanda.encryption.keys", "COMANDA_ENCRYPTION_KEY");
        if (keys.isEmpty()) {
            missing.add("no encryption key: set COMANDA_ENCRYPTION_KEY to <key id>:<base64 of 32 bytes>");
        } else {
            complaint(keys.get()).ifPresent(missing::add);
        }
        return missing;
    }

    private static Optional<String> complaint(String keys) {
        try {
            new ColumnCipher(List.of(keys.split(",")));
            return Optional.empty();
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Optional.of("COMANDA_ENCRYPTION_KEY is not valid: an entry is <key id>:<base64 of 32 bytes>");
        }
    }

    private static Optional<String> text(Config config, String key, String variable) {
        return config.getOptionalValue(key, String.class)
                .or(() -> config.getOptionalValue(variable, String.class))
                .filter(value -> !value.isBlank());
    }
}
