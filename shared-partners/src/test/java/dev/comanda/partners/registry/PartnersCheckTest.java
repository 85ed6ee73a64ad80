package dev.comanda.partners.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartnersCheckTest {
    private static final String TOKEN = "no operator token: set COMANDA_OPERATOR_TOKEN to at least 32 characters";
    private static final String KEY = "no encryption key: set COMANDA_ENCRYPTION_KEY to <key id>:<base64 of 32 bytes>";
    private static final String GOOD_TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String GOOD_KEY = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @Test
    void namesEachMissingThingAtOnce() {
        assertThat(missing("prod", Map.of())).containsExactly(TOKEN, KEY);
        assertThat(missing("prod", Map.of("comanda.access.operator-token", GOOD_TOKEN)))
                .containsExactly(KEY);
        assertThat(missing("prod", Map.of("comanda.encryption.keys", GOOD_KEY))).containsExactly(TOKEN);
    }

    @Test
    void isContentWithBoth() {
        assertThat(missing(
                        "prod",
                        Map.of("comanda.access.operator-token", GOOD_TOKEN, "comanda.encryption.keys", GOOD_KEY)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "prod"})
    void aPartnerIsKnownByBothItsAddressAndItsSecretOrByNeither(String profile) {
        String url = "comanda.partners.known.beta.webhook-url";
        String secret = "comanda.partners.known.beta.webhook-secret";
        String half = "the webhook URL and the webhook secret of beta must both be set, or neither";
        assertThat(missing(profile, Map.of(url, "https://beta.example/", secret, " ")))
                .contains(half);
        assertThat(missing(profile, Map.of(url, "", secret, "long-enough-to-be-a-secret")))
                .contains(half);
        assertThat(missing(profile, Map.of(url, "", secret, ""))).doesNotContain(half);
        assertThat(missing(profile, Map.of(url, "https://beta.example/", secret, "change-me")))
                .contains("COMANDA_PARTNERS_KNOWN_BETA_WEBHOOK_SECRET is not valid: it " + AdoptedSecret.RULE);
        assertThat(missing(profile, Map.of(url, "https://beta.example/", secret, "a".repeat(24))))
                .contains("COMANDA_PARTNERS_KNOWN_BETA_WEBHOOK_SECRET is not valid: it " + AdoptedSecret.RULE);
        assertThat(missing("demo", Map.of(url, "https://beta.example/", secret, "long-enough-to-be-a-secret")))
                .isEmpty();
    }

    @Test
    void aPartnersAddressThatIsNoUrlIsNamedByItsVariable() {
        String secret = "comanda.partners.known.beta.webhook-secret";
        for (String url :
                List.of("nonsense", "beta.example/hooks", "ftp://beta.example/", "https://", "https://a b/")) {
            assertThat(missing(
                            "demo",
                            Map.of(
                                    "comanda.partners.known.beta.webhook-url",
                                    "${BETA_WEBHOOK_URL:}",
                                    "BETA_WEBHOOK_URL",
                                    url,
                                    secret,
                                    "long-enough-to-be-a-secret")))
                    .containsExactly(
                            "BETA_WEBHOOK_URL is not valid: it must be an absolute URL, such as https://host/path");
        }
    }

    @Test
    void aBlankTokenIsNoneAndAShortOneIsNotValid() {
        assertThat(missing("prod", Map.of("comanda.access.operator-token", " ", "comanda.encryption.keys", GOOD_KEY)))
                .containsExactly(TOKEN);
        for (String token : List.of(
                GOOD_TOKEN.substring(1), GOOD_TOKEN.replace('4', ' '), GOOD_TOKEN.replace('e', 'é'), "a".repeat(32))) {
            assertThat(missing(
                            "prod",
                            Map.of("comanda.access.operator-token", token, "comanda.encryption.keys", GOOD_KEY)))
                    .containsExactly("COMANDA_OPERATOR_TOKEN is not valid: it has at least 32 printable ASCII"
                            + " characters, not all the same and no spaces");
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
        assertThat(missing("prod", Map.of("comanda.access.operator-token", GOOD_TOKEN, "comanda.encryption.keys", key)))
                .containsExactly("COMANDA_ENCRYPTION_KEY is not valid: an entry is <key id>:<base64 of 32 bytes>");
    }

    /** Production started with the key of the tests. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "k1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE",
                GOOD_KEY + ", k2:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            })
    void aKeyOfOneByteRepeatedIsRefusedInProductionOnly(String key) {
        Map<String, String> settings =
                Map.of("comanda.access.operator-token", GOOD_TOKEN, "comanda.encryption.keys", key);
        assertThat(missing("prod", settings))
                .containsExactly("COMANDA_ENCRYPTION_KEY is not valid: a key of one byte repeated can be guessed;"
                        + " openssl rand -base64 32 makes one");
        assertThat(missing("test", settings)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "test", "dev"})
    void asksForNothingOutsideProduction(String profile) {
        assertThat(missing(profile, Map.of())).isEmpty();
    }

    @Test
    void isAskedBeforeAServiceStarts() {
        assertThat(ServiceLoader.load(dev.comanda.database.start.StartupCheck.class))
                .hasAtLeastOneElementOfType(PartnersCheck.class);
    }

    private static List<String> missing(String profile, Map<String, String> settings) {
        return new PartnersCheck()
                .missing(
                        profile,
                        new SmallRyeConfigBuilder()
                                .addDefaultInterceptors()
                                .withSources(new io.smallrye.config.PropertiesConfigSource(settings, "test", 100))
                                .build());
    }
}
