package dev.comanda.database.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlaceholdersTest {
    @Test
    void productionNamesEachVariableThatWasLeftAsItCame() {
        Map<String, String> settings = Map.of(
                "comanda.access.operator-token", "${COMANDA_OPERATOR_TOKEN:}",
                "COMANDA_OPERATOR_TOKEN", "change-me",
                "quarkus.mailer.password", "Change-Me",
                "comanda.encryption.keys", "k1:change-me",
                "comanda.payments.variants.stripe.webhook-secrets", "whsec_1,change-me",
                "comanda.public-url", "https://restaurant.example",
                "somebody.elses", "change-me");
        assertThat(missing("prod", settings))
                .containsExactly(
                        "COMANDA_ENCRYPTION_KEYS still has the placeholder change-me: give it a value of your own",
                        "COMANDA_OPERATOR_TOKEN still has the placeholder change-me: give it a value of your own",
                        "COMANDA_PAYMENTS_VARIANTS_STRIPE_WEBHOOK_SECRETS still has the placeholder change-me: give it a"
                                + " value of your own",
                        "QUARKUS_MAILER_PASSWORD still has the placeholder change-me: give it a value of your own");
        assertThat(missing("demo", settings)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"change-me", "CHANGE_ME", "changeme", "k1:change-me", "good,change-me"})
    void knowsAPlaceholder(String value) {
        assertThat(Placeholders.isIn(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "changed", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
    void knowsAValue(String value) {
        assertThat(Placeholders.isIn(value)).isFalse();
    }

    private static List<String> missing(String profile, Map<String, String> settings) {
        return new Placeholders()
                .missing(
                        profile,
                        new SmallRyeConfigBuilder()
                                .addDefaultInterceptors()
                                .withSources(new PropertiesConfigSource(settings, "test", 100))
                                .build());
    }
}
