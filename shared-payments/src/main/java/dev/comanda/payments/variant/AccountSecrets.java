package dev.comanda.payments.variant;

import dev.comanda.database.start.Placeholders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Whether the secrets of an account can be real ones. With a secret that anybody can guess, anybody can sign a webhook that
 * says "it is paid". The messages name the variable, never its value.
 */
final class AccountSecrets {
    private static final int SHORTEST = 24;
    private static final Pattern STRIPE_KEY = Pattern.compile("(sk|rk)_.+");
    private static final Pattern STRIPE_SECRET = Pattern.compile("whsec_.+");

    private final String variant;
    private final Config config;
    private final List<String> wrong = new ArrayList<>();

    private AccountSecrets(String variant, Config config) {
        this.variant = variant;
        this.config = config;
    }

    /** A sentence for each secret of the variant that cannot be a real one. A secret that is not set is none. */
    static List<String> wrong(String variant, String provider, Config config) {
        AccountSecrets secrets = new AccountSecrets(variant, config);
        boolean isStripe = provider.equals("stripe");
        secrets.check("secret-key", isStripe ? STRIPE_KEY : null, "begin with sk_ or rk_");
        secrets.check("webhook-secrets", isStripe ? STRIPE_SECRET : null, "begin with whsec_");
        return secrets.wrong;
    }

    private void check(String key, @Nullable Pattern form, String sentence) {
        List<String> values =
                config.getOptionalValue(PaymentsCheck.VARIANTS + variant + "." + key, String.class).stream()
                        .flatMap(value -> Arrays.stream(value.split(",")))
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .toList();
        if (values.stream().anyMatch(Placeholders::isIn)) {
            return; // Placeholders names it
        }
        if (form != null
                && !values.stream().allMatch(value -> form.matcher(value).matches())) {
            wrong.add(variable(key) + " must " + sentence);
        } else if (values.stream().anyMatch(value -> value.length() < SHORTEST)) {
            wrong.add(variable(key) + " is too short: a real one has at least " + SHORTEST + " characters");
        }
    }

    /** The name under which an installation sets the value. */
    private String variable(String key) {
        return switch (variant + "." + key) {
            case "stripe.secret-key" -> "STRIPE_SECRET_KEY";
            case "stripe.webhook-secrets" -> "STRIPE_WEBHOOK_SECRET";
            case "mercadopago.secret-key" -> "MERCADOPAGO_ACCESS_TOKEN";
            case "mercadopago.webhook-secrets" -> "MERCADOPAGO_WEBHOOK_SECRET";
            default ->
                (PaymentsCheck.VARIANTS + variant + "." + key)
                        .toUpperCase(Locale.ROOT)
                        .replaceAll("[^A-Z0-9]", "_");
        };
    }
}
