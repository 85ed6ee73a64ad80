package dev.comanda.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The expected signatures were computed by Python's hmac and base64 modules. */
class SignerTest {
    private static final byte[] BODY = ("{\"data\":{\"external_event_id\":\"RES-2026-001\",\"price\":250.0,"
                    + "\"provider\":{\"name\":\"Mar\\u00eda\"}},\"event_id\":\"evt_1\",\"event_type\":\"service.confirmed\"}")
            .getBytes(UTF_8);
    private static final Instant ATTEMPT = Instant.ofEpochSecond(1_769_968_800, 999_999_999);
    private static final Keyring.Key SHARED = new Keyring.Key("k1", new Secret("shared_secret_chuwue_findyourwork"));
    private static final Keyring.Key STANDARD =
            new Keyring.Key("k2", new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    @Test
    void anAttemptIsSignedInBothWays() {
        assertThat(Signer.sign(Keyring.of(SHARED), "evt_1", ATTEMPT, BODY))
                .containsExactly(
                        entry("webhook-id", "evt_1"),
                        entry("webhook-timestamp", "1769968800"),
                        entry("webhook-signature", "v1,gsOoaWZOP6V7Mvqzo6cHmaLQv73TTDVyZ6EpB/eyy4g="),
                        entry("X-HMAC-Signature", "4144727968f8dd34262dbd2dab253983b5c805e43431a9ecef5ecba4819b095d"),
                        entry(
                                "X-Partner-Signature",
                                "4144727968f8dd34262dbd2dab253983b5c805e43431a9ecef5ecba4819b095d"));
    }

    @Test
    void theTwoSchemesReadAStandardSecretDifferently() {
        assertThat(Signer.sign(Keyring.of(STANDARD), "evt_1", ATTEMPT, BODY))
                .containsEntry("webhook-signature", "v1,qyQtKsuZLfk3D4oN35u3p1eMENSbKn5O8/QjLwXP/ac=")
                .containsEntry("X-HMAC-Signature", "a3a011641097d089520e2367f40918935019a1a80c4b2d5ed2af2834c8410d9c");
    }

    @Test
    void duringARotationEverySecretSignsButTheXHeadersHoldTheFirst() {
        assertThat(Signer.sign(Keyring.of(STANDARD, SHARED), "evt_1", ATTEMPT, BODY))
                .containsEntry(
                        "webhook-signature",
                        "v1,qyQtKsuZLfk3D4oN35u3p1eMENSbKn5O8/QjLwXP/ac= v1,gsOoaWZOP6V7Mvqzo6cHmaLQv73TTDVyZ6EpB/eyy4g=")
                .containsEntry("X-HMAC-Signature", "a3a011641097d089520e2367f40918935019a1a80c4b2d5ed2af2834c8410d9c");
    }

    @Test
    void thePublishedVectorOfStandardWebhooksComesOut() {
        byte[] body = "{\"test\": 2432232314}".getBytes(UTF_8);

        assertThat(Signer.sign(
                        Keyring.of(STANDARD),
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1_614_265_330),
                        body))
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void anIdHasOneToSixtyFourLettersDigitsDashesOrUnderscores() {
        assertThat(Signer.sign(Keyring.of(SHARED), "Aa9_-".repeat(12) + "AAAA", ATTEMPT, BODY))
                .hasSize(5);
        for (String id : new String[] {"", "A".repeat(65), "evt.1", "evt 1", "evt_1\n", "évt"}) {
            assertThatThrownBy(() -> Signer.sign(Keyring.of(SHARED), id, ATTEMPT, BODY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("not a message id: " + id);
        }
    }

    @Test
    void withoutAKeyNothingIsSigned() {
        assertThatThrownBy(() -> Signer.sign(Keyring.of(), "evt_1", ATTEMPT, BODY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no key to sign evt_1 with");
    }
}
