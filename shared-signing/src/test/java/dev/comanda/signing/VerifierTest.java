package dev.comanda.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.signing.Verdict.Forged;
import dev.comanda.signing.Verdict.Malformed;
import dev.comanda.signing.Verdict.Missing;
import dev.comanda.signing.Verdict.Stale;
import dev.comanda.signing.Verdict.Valid;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VerifierTest {
    private static final Instant NOW = Instant.parse("2026-02-01T18:00:00Z");
    private static final Keyring.Key OLD = new Keyring.Key("old", new Secret("shared_secret_chuwue_findyourwork"));
    private static final Keyring.Key NEW = new Keyring.Key("new", new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    private static final Keyring.Key STRANGER =
            new Keyring.Key("stranger", new Secret("shared_secret_of_somebody_else"));
    private static final Keyring RING = Keyring.of(NEW, OLD);
    private static final String BODY = "{\"a\":250.0,\"b\":\"Mar\\u00eda\"}";
    private static final Request REQUEST = Request.signed(RING, "evt_1", NOW, BODY);

    @Test
    void eachSecretOfARingVerifiesAndIsNamed() {
        assertThat(Request.signed(Keyring.of(OLD), "evt_1", NOW, BODY).verify(RING, NOW))
                .isEqualTo(new Valid("old", Scheme.STANDARD_WEBHOOKS));
        assertThat(Request.signed(Keyring.of(NEW), "evt_1", NOW, BODY).verify(RING, NOW))
                .isEqualTo(new Valid("new", Scheme.STANDARD_WEBHOOKS));
        assertThat(Request.signed(Keyring.of(STRANGER), "evt_1", NOW, BODY).verify(RING, NOW))
                .isEqualTo(new Forged());
    }

    @Test
    void aSenderInTheMiddleOfARotationVerifiesWithEitherSecretAlone() {
        assertThat(REQUEST.verify(RING, NOW)).isEqualTo(new Valid("new", Scheme.STANDARD_WEBHOOKS));
        assertThat(REQUEST.verify(Keyring.of(NEW), NOW)).isEqualTo(new Valid("new", Scheme.STANDARD_WEBHOOKS));
        assertThat(REQUEST.verify(Keyring.of(OLD), NOW)).isEqualTo(new Valid("old", Scheme.STANDARD_WEBHOOKS));
        assertThat(REQUEST.verify(Keyring.of(STRANGER), NOW)).isEqualTo(new Forged());
    }

    @Test
    void nothingVerifiesForAnUnknownPartner() {
        assertThat(REQUEST.verify(Keyring.of(), NOW)).isEqualTo(new Forged());
        assertThat(REQUEST.withoutStandardHeaders().verify(Keyring.of(), NOW)).isEqualTo(new Forged());
    }

    /** Tenfold either way forgives a busy machine; without a key to try, the answer would come a thousandfold sooner. */
    @Test
    void anUnknownPartnerCostsWhatAKnownOneDoes() {
        Request request = Request.signed(Keyring.of(STRANGER), "evt_1", NOW, "\"" + "a".repeat(1_000_000) + "\"");
        long known = fastest(request, Keyring.of(OLD));
        long unknown = fastest(request, Keyring.of());

        assertThat(unknown).isBetween(known / 10, known * 10);
    }

    private static long fastest(Request request, Keyring ring) {
        return LongStream.range(0, 20)
                .map(_ -> {
                    long start = System.nanoTime();
                    assertThat(request.verify(ring, NOW)).isEqualTo(new Forged());
                    return System.nanoTime() - start;
                })
                .min()
                .orElseThrow();
    }

    @Test
    void aChangedIdTimeOrBodyIsForged() {
        assertThat(REQUEST.with("webhook-id", "evt_2").verify(RING, NOW)).isEqualTo(new Forged());
        assertThat(REQUEST.with("webhook-timestamp", "1769968801").verify(RING, NOW))
                .isEqualTo(new Forged());
        assertThat(REQUEST.withBody(BODY.replace("250.0", "250.00")).verify(RING, NOW))
                .as("the raw bytes count, not their meaning")
                .isEqualTo(new Forged());
    }

    @Test
    void fiveMinutesAreToleratedToBothSides() {
        Valid valid = new Valid("new", Scheme.STANDARD_WEBHOOKS);

        assertThat(REQUEST.verify(RING, NOW.plus(Duration.ofMinutes(5)))).isEqualTo(valid);
        assertThat(REQUEST.verify(RING, NOW.minus(Duration.ofMinutes(5)))).isEqualTo(valid);
        assertThat(REQUEST.verify(RING, NOW.plus(Duration.ofMillis(300_001))))
                .isEqualTo(new Stale(Duration.ofMillis(300_001)));
        assertThat(REQUEST.verify(RING, NOW.minus(Duration.ofMillis(300_001))))
                .isEqualTo(new Stale(Duration.ofMillis(-300_001)));
        assertThat(REQUEST.verify(RING, Instant.MAX)).isInstanceOf(Stale.class);
        assertThat(REQUEST.verify(RING, Instant.MIN)).isInstanceOf(Stale.class);
    }

    @Test
    void aStandardHeaderAloneIsNotEnoughWhateverElseFits() {
        assertThat(REQUEST.without("webhook-id").verify(RING, NOW)).isEqualTo(new Missing("webhook-id"));
        assertThat(REQUEST.without("webhook-timestamp").verify(RING, NOW)).isEqualTo(new Missing("webhook-timestamp"));
        assertThat(REQUEST.without("webhook-signature").verify(RING, NOW)).isEqualTo(new Missing("webhook-signature"));
        assertThat(REQUEST.withoutStandardHeaders()
                        .with("webhook-signature", "")
                        .verify(RING, NOW))
                .isEqualTo(new Missing("webhook-id"));
        assertThat(REQUEST.with(
                                "webhook-signature",
                                REQUEST.header("webhook-signature").replace("v1,", "v2,"))
                        .verify(RING, NOW))
                .isEqualTo(new Malformed("webhook-signature"));
        assertThat(REQUEST.with("webhook-timestamp", "1769960000").verify(RING, NOW))
                .isEqualTo(new Stale(Duration.ofSeconds(8_800)));
    }

    @Test
    void withoutStandardHeadersTheHmacHeaderCounts() {
        Request request = REQUEST.withoutStandardHeaders();

        assertThat(request.verify(RING, NOW)).isEqualTo(new Valid("new", Scheme.HMAC_HEADER));
        assertThat(request.verify(Keyring.of(OLD, NEW), NOW)).isEqualTo(new Valid("new", Scheme.HMAC_HEADER));
        assertThat(request.verify(Keyring.of(OLD), NOW))
                .as("these headers hold one value, of the sender's preferred key")
                .isEqualTo(new Forged());
        assertThat(request.with("X-HMAC-Signature", "0".repeat(64)).verify(RING, NOW))
                .as("a right X-Partner-Signature beside it does not help")
                .isEqualTo(new Forged());
    }

    @Test
    void thePartnerHeaderCountsWhereItIsTheOnlyOne() {
        Request request = REQUEST.withoutStandardHeaders().without("X-HMAC-Signature");

        assertThat(request.verify(RING, NOW)).isEqualTo(new Valid("new", Scheme.HMAC_HEADER));
        assertThat(request.with("X-Partner-Signature", "0".repeat(64)).verify(RING, NOW))
                .isEqualTo(new Forged());
        assertThat(request.without("X-Partner-Signature").verify(RING, NOW)).isEqualTo(new Missing("X-HMAC-Signature"));
    }

    @Test
    void theHmacHeaderCoversTheMeaningOfTheBodyNotItsSpacing() {
        Request request = REQUEST.withoutStandardHeaders();

        assertThat(request.withBody("{ \"b\" : \"María\",\n \"a\" : 250.00 }").verify(RING, NOW))
                .isEqualTo(new Valid("new", Scheme.HMAC_HEADER));
        assertThat(request.withBody("{\"a\":250.1,\"b\":\"María\"}").verify(RING, NOW))
                .isEqualTo(new Forged());
        assertThat(request.withBody("{\"a\":250.0,\"a\":250.0,\"b\":\"María\"}").verify(RING, NOW))
                .isEqualTo(new Malformed("body"));
        assertThat(request.withBody("").verify(RING, NOW)).isEqualTo(new Malformed("body"));
    }

    /** Signed by the sign_payload of the Python services. */
    @Test
    void aRequestOfTheFirstGenerationVerifies() {
        Request request = Request.unsigned("""
                        {"event_type": "service.confirmed", "event_id": "evt_1", "data": {"external_event_id": "RES-2026-001",
                         "price": 250.00, "provider": {"name": "María"}}}""")
                .with("X-HMAC-Signature", "4144727968f8dd34262dbd2dab253983b5c805e43431a9ecef5ecba4819b095d");

        assertThat(request.verify(RING, NOW)).isEqualTo(new Valid("old", Scheme.HMAC_HEADER));
        assertThat(request.verify(Keyring.of(NEW), NOW)).isEqualTo(new Forged());
    }

    @Test
    void aBodyThatIsNoTextVerifiesByItsBytes() {
        byte[] body = {0, -1, -64, -81};
        Request request = new Request(Signer.sign(RING, "evt_1", NOW, body), body);

        assertThat(request.verify(RING, NOW)).isEqualTo(new Valid("new", Scheme.STANDARD_WEBHOOKS));
        assertThat(request.withoutStandardHeaders().verify(RING, NOW)).isEqualTo(new Malformed("body"));
        assertThat(new Request(Map.of(), body).verify(RING, NOW)).isEqualTo(new Missing("X-HMAC-Signature"));
    }
}
