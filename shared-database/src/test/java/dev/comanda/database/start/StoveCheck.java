package dev.comanda.database.start;

import java.util.List;
import org.eclipse.microprofile.config.Config;

/** A check as any module may bring one. */
public final class StoveCheck implements StartupCheck {
    @Override
    public List<String> missing(String profile, Config config) {
        return profile.equals("prod")
                ? List.of("the " + profile + " kitchen has no stove", "the " + profile + " kitchen has no knife")
                : List.of();
    }
}
