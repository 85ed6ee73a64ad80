package dev.comanda.partners.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductionCheckTest {
    private static final String TOKEN = "no operator token: set COMANDA_OPERATOR_TOKEN to at least 16 characters";
    private static final String KEY = "no encryption key: set COMANDA_ENCRYPTION_KEY to <key id>:<base64 of 32 bytes>";
    private static final String GOOD_KEY = "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    @Test
    void namesEachMissingThingAtOnce() {
        assertThat(missing("prod", Map.of())).containsExactly(TOKEN, KEY);
        assertThat(missing("prod", Map.of("COMANDA_OPERATOR_TOKEN", "0123456789abcdef")))
                .containsExactly(KEY);
        assertThat(missing("prod", Map.of("COMANDA_ENCRYPTION_KEY", GOOD_KEY))).containsExactly(TOKEN);
    }

    @Test
    void isContentWithBothHoweverTheyAreSaid() {
        assertThat(missing(
                        "prod",
                        Map.of("COMANDA_OPERATOR_TOKEN", "0123456789abcdef", "COMANDA_ENCRYPTION_KEY", GOOD_KEY)))
                .isEmpty();
        assertThat(missing(
                        "prod",
                        Map.of(
                                "comanda.access.operator-token",
                                "0123456789abcdef",
                                "comanda.encryption.keys",
                                GOOD_KEY)))
                .isEmpty();
    }

    @Test
    void aShortOrBlankTokenIsNone() {
        for (String token : List.of(" ", "0123456789abcde")) {
            assertThat(missing("prod", Map.of("COMANDA_OPERATOR_TOKEN", token, "COMANDA_ENCRYPTION_KEY", GOOD_KEY)))
                    .containsExactly(TOKEN);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "k1:",
                "k1:AAAA",
                ":AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "k1:***",
                GOOD_KEY + ",k2:AAAA"
            })
    void aKeyThatIsNoneIsSaidWithoutShowingIt(String key) {
        assertThat(missing("prod", Map.of("COMANDA_OPERATOR_TOKEN", "0123456789abcdef", "COMANDA_ENCRYPTION_KEY", key)))
                .containsExactly("COMANDA_ENCRYPTION_KEY is not valid: an entry is <key id>:<base64 of 32 bytes>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "test", "dev"})
    void asksForNothingOutsideProduction(String profile) {
        assertThat(missing(profile, Map.of())).isEmpty();
    }

    @Test
    void isAskedBeforeAServiceStarts() {
        assertThat(ServiceLoader.load(dev.comanda.database.start.StartupCheck.class))
                .hasAtLeastOneElementOfType(ProductionCheck.class);
    }

    private static List<String> missing(String profile, Map<String, String> settings) {
        return new ProductionCheck()
                .missing(
                        profile,
                        new SmallRyeConfigBuilder()
                                .withSources(new io.smallrye.config.PropertiesConfigSource(settings, "test", 100))
                                .build());
    }
}
