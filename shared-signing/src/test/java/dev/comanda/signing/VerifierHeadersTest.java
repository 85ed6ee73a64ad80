package dev.comanda.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.signing.Verdict.Forged;
import dev.comanda.signing.Verdict.Malformed;
import dev.comanda.signing.Verdict.Stale;
import dev.comanda.signing.Verdict.Valid;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Header values nobody should send, beside the nearest ones that are fine. */
class VerifierHeadersTest {
    private static final Instant NOW = Instant.parse("2026-02-01T18:00:00Z");
    private static final Keyring.Key OLD = new Keyring.Key("old", new Secret("shared_secret_chuwue_findyourwork"));
    private static final Keyring.Key NEW = new Keyring.Key("new", new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    private static final Keyring RING = Keyring.of(NEW, OLD);
    private static final String BODY = "{\"a\":250.0,\"b\":\"Mar\\u00eda\"}";
    private static final Request REQUEST = Request.signed(RING, "evt_1", NOW, BODY);
    private static final String ONE_SIGNATURE =
            Request.signed(Keyring.of(OLD), "evt_1", NOW, BODY).header("webhook-signature");

    @Test
    void hexIsReadInLowerCaseOnly() {
        Request request = REQUEST.withoutStandardHeaders();
        String hex = request.header("X-HMAC-Signature");

        for (String wrong : new String[] {
            hex.toUpperCase(Locale.ROOT),
            "",
            hex.substring(1),
            hex + "0",
            " " + hex,
            "sha256=" + hex,
            hex + "," + hex,
            "g" + hex.substring(1),
            "٠".repeat(64),
            "\0".repeat(64),
            "f".repeat(1_000_000)
        }) {
            assertThat(request.with("X-HMAC-Signature", wrong).verify(RING, NOW))
                    .isEqualTo(new Malformed("X-HMAC-Signature"));
            assertThat(request.without("X-HMAC-Signature")
                            .with("X-Partner-Signature", wrong)
                            .verify(RING, NOW))
                    .isEqualTo(new Malformed("X-Partner-Signature"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1769968800",
                "1769968800 ",
                "+1769968800",
                "-1769968800",
                "01769968800",
                "1769968800.0",
                "1.7e9",
                "1769968800\n",
                "1769968800,1769968800",
                "0x69801234",
                "١٧٦٩٩٦٨٨٠٠",
                "9999999999999",
                "9223372036854775808",
                "99999999999999999999999999999999",
                "NaN",
                "0",
                "2026-02-01T18:00:00Z"
            })
    void aTimestampIsPlainDigits(String timestamp) {
        assertThat(REQUEST.with("webhook-timestamp", timestamp).verify(RING, NOW))
                .isEqualTo(new Malformed("webhook-timestamp"));
    }

    @Test
    void theLatestTimestampIsMerelyFromTheFuture() {
        assertThat(REQUEST.with("webhook-timestamp", "999999999999").verify(RING, NOW))
                .isEqualTo(new Stale(Duration.ofSeconds(1_769_968_800L - 999_999_999_999L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "evt.1", "evt 1", " evt_1", "evt_1\n", "évt", "evt_1,evt_1", "evt/1"})
    void anIdIsWhatASignerOfThisProtocolWrites(String id) {
        assertThat(REQUEST.with("webhook-id", id).verify(RING, NOW)).isEqualTo(new Malformed("webhook-id"));
        assertThat(REQUEST.with("webhook-id", "a".repeat(65)).verify(RING, NOW)).isEqualTo(new Malformed("webhook-id"));
        assertThat(REQUEST.with("webhook-id", "a".repeat(64)).verify(RING, NOW)).isEqualTo(new Forged());
    }

    @Test
    void signaturesOfOtherVersionsAreSkipped() {
        Valid valid = new Valid("old", Scheme.STANDARD_WEBHOOKS);

        assertThat(REQUEST.with("webhook-signature", "v1a,!!! v2,x rubbish  v1 , " + ONE_SIGNATURE + " V1,x ")
                        .verify(RING, NOW))
                .isEqualTo(valid);
        assertThat(REQUEST.with(
                                "webhook-signature",
                                "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==")
                        .verify(RING, NOW))
                .isEqualTo(new Malformed("webhook-signature"));
    }

    @Test
    void aMalformedSignatureSpoilsTheOthers() {
        String base64 = ONE_SIGNATURE.substring(3);
        for (String wrong : new String[] {
            "",
            "v1,",
            "v1,!!!",
            "v1," + base64.replace("=", ""),
            "v1," + base64 + "=",
            "v1,AAAA",
            "v1,é",
            "v1," + "A".repeat(88),
            "v1,v1," + base64,
            "v1," + base64 + ",v1," + base64,
            "v1," + base64.replaceFirst("w=$", "x=") // the same bytes with a stray bit
        }) {
            assertThat(REQUEST.with("webhook-signature", wrong).verify(RING, NOW))
                    .as(wrong)
                    .isEqualTo(new Malformed("webhook-signature"));
            if (!wrong.isEmpty()) {
                assertThat(REQUEST.with("webhook-signature", ONE_SIGNATURE + " " + wrong)
                                .verify(RING, NOW))
                        .as(wrong)
                        .isEqualTo(new Malformed("webhook-signature"));
            }
        }
    }

    @Test
    void sixteenSignaturesAreTriedAndSeventeenRefused() {
        String wrong = "v1," + "A".repeat(43) + "= ";

        assertThat(REQUEST.with("webhook-signature", wrong.repeat(15) + ONE_SIGNATURE)
                        .verify(RING, NOW))
                .isEqualTo(new Valid("old", Scheme.STANDARD_WEBHOOKS));
        assertThat(REQUEST.with("webhook-signature", wrong.repeat(16) + ONE_SIGNATURE)
                        .verify(RING, NOW))
                .isEqualTo(new Malformed("webhook-signature"));
    }

    @Test
    void theSignatureHeaderIsReadUpTo4096Characters() {
        assertThat(REQUEST.with("webhook-signature", " ".repeat(4_096 - ONE_SIGNATURE.length()) + ONE_SIGNATURE)
                        .verify(RING, NOW))
                .isEqualTo(new Valid("old", Scheme.STANDARD_WEBHOOKS));
        assertThat(REQUEST.with("webhook-signature", " ".repeat(4_097 - ONE_SIGNATURE.length()) + ONE_SIGNATURE)
                        .verify(RING, NOW))
                .isEqualTo(new Malformed("webhook-signature"));
    }
}
