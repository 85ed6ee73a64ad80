package dev.comanda.database.start;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/**
 * Refuses to start in production while any value of ours is still {@code change-me}, the placeholder of
 * {@code .env.example}. One rule for every name below {@code comanda.} and {@code quarkus.}, so that a new secret is
 * covered without a line of code.
 */
public final class Placeholders implements StartupCheck {
    private static final Pattern PLACEHOLDER = Pattern.compile("change[-_ ]?me", Pattern.CASE_INSENSITIVE);

    /** Whether {@code value}, or one entry of the list that it is, was left as {@code .env.example} has it. */
    public static boolean isIn(String value) {
        return PLACEHOLDER.matcher(value).find();
    }

    @Override
    public List<String> missing(String profile, Config config) {
        if (!StartupCheck.isProduction(profile)) {
            return List.of();
        }
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith("comanda.") || name.startsWith("quarkus."))
                .filter(name -> config.getOptionalValue(name, String.class)
                        .filter(Placeholders::isIn)
                        .isPresent())
                .map(name -> StartupCheck.variable(config, name))
                .distinct()
                .sorted()
                .map(variable -> variable + " still has the placeholder change-me: give it a value of your own")
                .toList();
    }
}
