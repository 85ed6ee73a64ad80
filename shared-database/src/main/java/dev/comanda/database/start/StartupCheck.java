package dev.comanda.database.start;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * Says which values a service lacks or cannot use. Found by {@link java.util.ServiceLoader} and asked before anything is
 * started, so that all complaints are shown at once instead of one per attempt.
 */
public interface StartupCheck {
    /**
     * One sentence for each missing or wrong value, such as {@code COMANDA_OPERATOR_TOKEN is not set}; empty when nothing is. It
     * never holds the value of a secret.
     *
     * @param profile the Quarkus profile: {@code prod}, {@code demo}, {@code test} or {@code dev}
     */
    List<String> missing(String profile, Config config);

    /** Whether this profile may face the world: every one but {@code demo}, {@code test} and {@code dev}. */
    static boolean isProduction(String profile) {
        return !Set.of("demo", "test", "dev").contains(profile);
    }

    /**
     * The environment variable that a person sets to change the value of {@code key}: {@code COMANDA_OPERATOR_TOKEN} where
     * the configuration says {@code ${COMANDA_OPERATOR_TOKEN:}}, else the key itself in upper case.
     */
    static String variable(Config config, String key) {
        String raw =
                Optional.ofNullable(config.getConfigValue(key).getRawValue()).orElse("");
        Matcher reference = Pattern.compile("\\$\\{([^:}]+)(:.*)?}").matcher(raw);
        String name = reference.matches() ? reference.group(1) : key;
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
