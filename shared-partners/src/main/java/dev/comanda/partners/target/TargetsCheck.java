package dev.comanda.partners.target;

import dev.comanda.database.start.StartupCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.Config;

/** Whether the lists of {@link TargetConfig} can be read, before a registration needs them. */
public final class TargetsCheck implements StartupCheck {
    @Override
    public List<String> missing(String profile, Config config) {
        List<String> missing = new ArrayList<>(complaints(config, "allow", InnerTarget::of));
        if (StartupCheck.isProduction(profile)
                && !entries(config, "any-host-in").isEmpty()) {
            missing.add(
                    "COMANDA_TARGETS_ANY_HOST_IN is for demos and tests: name each host in COMANDA_TARGETS_ALLOW, as "
                            + InnerTarget.FORM);
        } else {
            missing.addAll(complaints(config, "any-host-in", Cidr::of));
        }
        return missing;
    }

    private static List<String> complaints(Config config, String key, Consumer<String> parser) {
        List<String> complaints = new ArrayList<>();
        for (String entry : entries(config, key)) {
            try {
                parser.accept(entry.strip());
            } catch (IllegalArgumentException e) {
                String variable = key.equals("allow") ? "COMANDA_TARGETS_ALLOW" : "COMANDA_TARGETS_ANY_HOST_IN";
                complaints.add(variable + " is not valid: " + e.getMessage());
            }
        }
        return complaints;
    }

    private static List<String> entries(Config config, String key) {
        return config.getOptionalValues("comanda.targets." + key, String.class).orElse(List.of());
    }
}
