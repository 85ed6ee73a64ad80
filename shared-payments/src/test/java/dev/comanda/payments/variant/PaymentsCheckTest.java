package dev.comanda.payments.variant;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaymentsCheckTest {
    private static final String STRIPE = "comanda.payments.variants.stripe.";

    private final Map<String, String> settings = new HashMap<>(Map.of(
            STRIPE + "provider",
            "stripe",
            STRIPE + "secret-key",
            "sk_live_1",
            STRIPE + "webhook-secrets",
            "whsec_1",
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
    void aMockIsForDemosOnly() {
        settings.put("comanda.payments.variants.play.provider", "mock");
        assertThat(missing("demo")).isEmpty();
        assertThat(missing("staging")).hasSize(1);
        assertThat(missing("prod"))
                .containsExactly("payment variant play is a mock, which gives services away: not in production");
    }

    private List<String> missing(String profile) {
        return new PaymentsCheck()
                .missing(
                        profile,
                        new SmallRyeConfigBuilder()
                                .withSources(new PropertiesConfigSource(settings, "test", 100))
                                .build());
    }
}
