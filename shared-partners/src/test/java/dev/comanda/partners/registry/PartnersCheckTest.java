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
    private static final String TOKEN = "no operator token: set COMANDA_OPERATOR_TOKEN to at least 16 characters";
    private static final String KEY = "no encryption key: set COMANDA_ENCRYPTION_KEY to <key id>:<base64 of 32 bytes>";
    private static final String GOOD_KEY = "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    @Test
    void namesEachMissingThingAtOnce() {
        assertThat(missing("prod", Map.of())).containsExactly(TOKEN, KEY);
        assertThat(missing("prod", Map.of("comanda.access.operator-token", "0123456789abcdef")))
                .containsExactly(KEY);
        assertThat(missing("prod", Map.of("comanda.encryption.keys", GOOD_KEY))).containsExactly(TOKEN);
    }

    @Test
    void isContentWithBoth() {
        assertThat(missing(
                        "prod",
                        Map.of(
                                "comanda.access.operator-token",
                                "0123456789abcdef",
                                "comanda.encryption.keys",
                                GOOD_KEY)))
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
        for (String token : List.of("0123456789abcde", "0123456789 abcdef", "0123456789abcdé")) {
            assertThat(missing(
                            "prod",
                            Map.of("comanda.access.operator-token", token, "comanda.encryption.keys", GOOD_KEY)))
                    .containsExactly("COMANDA_OPERATOR_TOKEN is not valid: it has at least 16 printable ASCII"
                            + " characters, no spaces");
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
        assertThat(missing(
                        "prod",
                        Map.of("comanda.access.operator-token", "0123456789abcdef", "comanda.encryption.keys", key)))
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
