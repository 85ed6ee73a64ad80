package dev.comanda.payments.variant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.start.Placeholders;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentsCheckTest {
    private static final String STRIPE = "comanda.payments.variants.stripe.";

    private final Map<String, String> settings = new HashMap<>(Map.of(
            STRIPE + "provider",
            "stripe",
            STRIPE + "secret-key",
            "sk_live_" + "4".repeat(24),
            STRIPE + "webhook-secrets",
            "whsec_" + "5".repeat(32),
            "comanda.payments.default-variant",
            "stripe"));

    @Test
    void aConfiguredAccountIsEnoughForProduction() {
        assertThat(missing("prod")).isEmpty();
    }

    @Test
    void productionNeedsADefaultThatHasItsKey() {
        settings.put("comanda.payments.default-variant", "");
        assertThat(missing("prod"))
                .containsExactly(
                        "no default payment variant: set COMANDA_PAYMENTS_DEFAULT_VARIANT (stripe, for instance)");
        settings.put("comanda.payments.default-variant", "mercadopago");
        assertThat(missing("prod")).hasSize(1);
    }

    @Test
    void aKeyWithoutItsWebhookSecretIsHalfADecision() {
        settings.put(STRIPE + "webhook-secrets", " , ");
        for (String profile : List.of("prod", "demo")) {
            assertThat(missing(profile))
                    .containsExactly("payment variant stripe needs both its key and its webhook secret, or neither");
        }
    }

    @Test
    void anAccountWithoutKeysIsNotThere() {
        settings.put(STRIPE + "secret-key", "");
        settings.put(STRIPE + "webhook-secrets", "");
        assertThat(missing("demo")).isEmpty();
        assertThat(missing("prod")).hasSize(1);
    }

    @Test
    void productionRefusesAPlaceholderAndNeverShowsIt() {
        settings.put(STRIPE + "secret-key", "sk_live_change-me-123456789012");
        settings.put(STRIPE + "webhook-secrets", "whsec_" + "5".repeat(32) + ", change-me");
        String rule = " still has the placeholder change-me: give it a value of your own";
        assertThat(new Placeholders().missing("prod", config()))
                .containsExactly(
                        "COMANDA_PAYMENTS_VARIANTS_STRIPE_SECRET_KEY" + rule,
                        "COMANDA_PAYMENTS_VARIANTS_STRIPE_WEBHOOK_SECRETS" + rule);
        assertThat(missing("prod")).as("one line for each value").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "secret-key, pk_live_444444444444444444444444, STRIPE_SECRET_KEY must begin with sk_ or rk_",
        "secret-key, sk_live_1, STRIPE_SECRET_KEY is too short: a real one has at least 24 characters",
        "webhook-secrets, 55555555555555555555555555555555, STRIPE_WEBHOOK_SECRET must begin with whsec_",
        "webhook-secrets, whsec_55555, STRIPE_WEBHOOK_SECRET is too short: a real one has at least 24 characters"
    })
    void productionRefusesAStripeSecretThatCannotBeReal(String key, String value, String sentence) {
        settings.put(STRIPE + key, value);
        assertThat(missing("prod")).containsExactly(sentence);
        settings.put(STRIPE + key, key.equals("secret-key") ? "rk_live_" + "4".repeat(99) : "whsec_" + "5".repeat(32));
        assertThat(missing("prod")).isEmpty();
    }

    @Test
    void productionRefusesAShortSecretOfEveryOtherAccount() {
        for (String name : List.of("mercadopago", "second-shop")) {
            settings.put("comanda.payments.variants." + name + ".provider", "mercadopago");
            settings.put("comanda.payments.variants." + name + ".secret-key", "APP_USR-1234567890123456-020100-0");
            settings.put("comanda.payments.variants." + name + ".webhook-secrets", "8f14e45fceea167a5a36ded");
        }
        String tooShort = " is too short: a real one has at least 24 characters";
        assertThat(missing("prod"))
                .containsExactly(
                        "MERCADOPAGO_WEBHOOK_SECRET" + tooShort,
                        "COMANDA_PAYMENTS_VARIANTS_SECOND_SHOP_WEBHOOK_SECRETS" + tooShort);
        settings.replaceAll((key, value) -> value.startsWith("8f14") ? value + "4bea2543d1" : value);
        assertThat(missing("prod")).isEmpty();
    }

    @Test
    void aMockIsForDemosOnly() {
        settings.put("comanda.payments.variants.play.provider", "mock");
        assertThat(missing("demo")).isEmpty();
        assertThat(missing("staging")).hasSize(1);
        assertThat(missing("prod"))
                .containsExactly("payment variant play is a mock, which gives services away: not in production");
    }

    private List<String> missing(String profile) {
        return new PaymentsCheck().missing(profile, config());
    }

    private SmallRyeConfig config() {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }
}
