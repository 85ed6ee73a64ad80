package dev.comanda.partners.registry;

import dev.comanda.database.encryption.ColumnCipher;
import dev.comanda.database.start.Placeholders;
import dev.comanda.database.start.StartupCheck;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/** What a service with partners must be told before it may face the world. */
public final class PartnersCheck implements StartupCheck {
    private static final String KNOWN = "comanda.partners.known.";
    private static final String URL = ".webhook-url";
    private static final String SECRET = ".webhook-secret";
    private static final Pattern TOKEN = Pattern.compile("(?!(.)\\1*$)[!-~]{32,}");

    @Override
    public List<String> missing(String profile, Config config) {
        List<String> missing = new ArrayList<>(halfConfigured(config));
        missing.addAll(bad(config, SECRET, PartnersCheck::isSecret, AdoptedSecret.RULE));
        missing.addAll(bad(config, URL, PartnersCheck::isUrl, "must be an absolute URL, such as https://host/path"));
        if (!StartupCheck.isProduction(profile)) {
            return missing;
        }
        Optional<String> token = text(config, "comanda.access.operator-token");
        if (token.isEmpty()) {
            missing.add("no operator token: set COMANDA_OPERATOR_TOKEN to at least 32 characters");
        } else if (!TOKEN.matcher(token.get()).matches() && !Placeholders.isIn(token.get())) {
            missing.add(
                    "COMANDA_OPERATOR_TOKEN is not valid: it has at least 32 printable ASCII characters, not all the same"
                            + " and no spaces");
        }
        Optional<String> keys = text(config, "comanda.encryption.keys");
        if (keys.isEmpty()) {
            missing.add("no encryption key: set COMANDA_ENCRYPTION_KEY to <key id>:<base64 of 32 bytes>");
        } else if (!Placeholders.isIn(keys.get())) {
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

    /** The names that end so and whose value is none of that form. */
    private static List<String> bad(Config config, String suffix, Predicate<String> form, String described) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(KNOWN) && name.endsWith(suffix))
                .filter(name -> text(config, name).filter(form.negate()).isPresent())
                .map(name -> StartupCheck.variable(config, name) + " is not valid: it " + described)
                .toList();
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme());
        } catch (URISyntaxException e) {
            return false;
        }
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
            return Arrays.stream(keys.split(",")).anyMatch(PartnersCheck::isOneByteRepeated)
                    ? Optional.of("COMANDA_ENCRYPTION_KEY is not valid: a key of one byte repeated can be guessed;"
                            + " openssl rand -base64 32 makes one")
                    : Optional.empty();
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Optional.of("COMANDA_ENCRYPTION_KEY is not valid: an entry is <key id>:<base64 of 32 bytes>");
        }
    }

    /** Of an entry that {@link ColumnCipher} accepts. */
    private static boolean isOneByteRepeated(String entry) {
        byte[] key = Base64.getDecoder().decode(entry.split(":", 2)[1].strip());
        return IntStream.range(1, key.length).allMatch(i -> key[i] == key[0]);
    }

    private static Optional<String> text(Config config, String key) {
        return config.getOptionalValue(key, String.class).filter(value -> !value.isBlank());
    }
}
