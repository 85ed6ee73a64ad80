package dev.comanda.payments.variant;

import dev.comanda.database.start.StartupCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/** What a service that takes money must be told before it may face the world. */
public final class PaymentsCheck implements StartupCheck {
    static final String VARIANTS = "comanda.payments.variants.";
    private static final String PROVIDER = ".provider";

    /** Every other profile is production, whatever its name. */
    private static final Set<String> HARMLESS = Set.of("demo", "test");

    @Override
    public List<String> missing(String profile, Config config) {
        List<String> variants = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(VARIANTS) && name.endsWith(PROVIDER))
                .map(name -> name.substring(VARIANTS.length(), name.length() - PROVIDER.length()))
                .sorted()
                .distinct()
                .toList();
        boolean production = !HARMLESS.contains(profile);
        List<String> missing = new ArrayList<>();
        for (String variant : variants) {
            boolean mock = text(config, variant, PROVIDER).equals(Optional.of("mock"));
            if (mock && production) {
                missing.add("payment variant " + variant + " is a mock, which gives services away: not in production");
            }
            if (!mock && production) {
                missing.addAll(AccountSecrets.wrong(
                        variant, text(config, variant, PROVIDER).orElse(""), config));
            }
            if (!mock && half(config, variant)) {
                missing.add("payment variant " + variant + " needs both its key and its webhook secret, or neither");
            }
        }
        if (production) {
            Optional<String> chosen = config.getOptionalValue("comanda.payments.default-variant", String.class)
                    .filter(name -> !name.isBlank());
            if (chosen.isEmpty()) {
                missing.add("no default payment variant: set COMANDA_PAYMENTS_DEFAULT_VARIANT (stripe, for instance)");
            } else if (text(config, chosen.get(), ".secret-key").isEmpty()) {
                missing.add("payment variant " + chosen.get() + " is the default and has no key (for stripe:"
                        + " STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET)");
            }
        }
        return missing;
    }

    private static boolean half(Config config, String variant) {
        return text(config, variant, ".secret-key").isPresent()
                != text(config, variant, ".webhook-secrets").isPresent();
    }

    private static Optional<String> text(Config config, String variant, String key) {
        return config.getOptionalValue(VARIANTS + variant + key, String.class)
                .filter(value -> !value.replace(',', ' ').isBlank());
    }
}
