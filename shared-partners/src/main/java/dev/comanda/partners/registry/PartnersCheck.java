package dev.comanda.partners.registry;

import dev.comanda.database.encryption.ColumnCipher;
import dev.comanda.database.start.StartupCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/** What a service with partners must be told before it may face the world. */
public final class PartnersCheck implements StartupCheck {
    private static final String KNOWN = "comanda.partners.known.";
    private static final String URL = ".webhook-url";
    private static final String SECRET = ".webhook-secret";
    private static final int SHORTEST_TOKEN = 16;

    @Override
    public List<String> missing(String profile, Config config) {
        List<String> missing = new ArrayList<>(halfConfigured(config));
        missing.addAll(badSecrets(config));
        if (!profile.equals("prod")) {
            return missing;
        }
        if (text(config, "comanda.access.operator-token")
                .filter(token -> token.length() >= SHORTEST_TOKEN)
                .isEmpty()) {
            missing.add("no operator token: set COMANDA_OPERATOR_TOKEN to at least 16 characters");
        }
        Optional<String> keys = text(config, "comanda.encryption.keys");
        if (keys.isEmpty()) {
            missing.add("no encryption key: set COMANDA_ENCRYPTION_KEY to <key id>:<base64 of 32 bytes>");
        } else {
            complaint(keys.get()).ifPresent(missing::add);
        }
        return missing;
    }

    /** A partner's address without its secret, or the other way round, is half of a decision. */
    private static List<String> halfConfigured(Config config) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(KNOWN) && name.endsWith(URL))
                .map(name -> name.substring(0, name.length() - URL.length()))
                .filter(partner -> text(config, partner + URL).isPresent()
                        != text(config, partner + SECRET).isPresent())
                .map(partner -> "the webhook URL and the webhook secret of " + partner.substring(KNOWN.length())
                        + " must both be set, or neither")
                .toList();
    }

    private static List<String> badSecrets(Config config) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(KNOWN) && name.endsWith(SECRET))
                .filter(name ->
                        text(config, name).filter(secret -> !isSecret(secret)).isPresent())
                .map(name -> "the webhook secret of " + name.substring(KNOWN.length(), name.length() - SECRET.length())
                        + " " + AdoptedSecret.RULE)
                .toList();
    }

    private static boolean isSecret(String text) {
        try {
            AdoptedSecret.of(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<String> complaint(String keys) {
        try {
            new ColumnCipher(List.of(keys.split(",")));
            return Optional.empty();
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Optional.of("COMANDA_ENCRYPTION_KEY is not valid: an entry is <key id>:<base64 of 32 bytes>");
        }
    }

    private static Optional<String> text(Config config, String key) {
        return config.getOptionalValue(key, String.class).filter(value -> !value.isBlank());
    }
}
