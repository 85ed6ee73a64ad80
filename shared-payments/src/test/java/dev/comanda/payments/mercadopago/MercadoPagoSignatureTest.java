package dev.comanda.payments.mercadopago;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.comanda.payments.fake.FakeMercadoPago;
import dev.comanda.payments.port.MalformedWebhook;
import dev.comanda.payments.port.Verdict;
import dev.comanda.payments.port.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MercadoPagoSignatureTest {
    private static final Instant NOW = Instant.parse("2026-02-01T18:00:00Z");
    private static final String SECONDS = "1769968800";
    private static final String MILLIS = "1769968800000";
    private static final String SECRET = FakeMercadoPago.SECRET;

    private final MercadoPagoSignature signature = new MercadoPagoSignature(List.of("", "an-older-secret", SECRET));

    @Test
    void aSignatureMadeByHandIsAccepted() {
        // printf 'id:123;request-id:r-1;ts:1769968800;' | openssl dgst -sha256 -hmac an-older-secret
        String byHand = "e98632ea7d5a187faff555d18da2c7bca1809b39fe7b6e854c87cbc831d56188";
        assertThat(FakeMercadoPago.sign("an-older-secret", "id:123;request-id:r-1;ts:1769968800;"))
                .isEqualTo(byHand);
        assertThat(verify(SECONDS, byHand, "123", "r-1")).isEqualTo(new Verdict.Valid());
    }

    @Test
    void theTimeIsInSecondsOrMilliseconds() {
        assertThat(signed(SECONDS, "123", "r-1")).isEqualTo(new Verdict.Valid());
        assertThat(signed(MILLIS, "123", "r-1")).isEqualTo(new Verdict.Valid());
        assertThat(signed("17699688000", "123", "r-1")).isEqualTo(new Verdict.Refused("signature_malformed"));
        assertThat(signed("-769968800", "123", "r-1")).isEqualTo(new Verdict.Refused("signature_malformed"));
    }

    @Test
    void fiveMinutesToBothSidesAndNotASecondMore() {
        assertThat(at(Duration.ofMinutes(5))).isEqualTo(new Verdict.Valid());
        assertThat(at(Duration.ofMinutes(5).plusSeconds(1))).isEqualTo(new Verdict.Refused("signature_stale"));
        assertThat(at(Duration.ofMinutes(-5))).isEqualTo(new Verdict.Valid());
        assertThat(at(Duration.ofMinutes(-5).minusSeconds(1)))
                .isEqualTo(new Verdict.Refused("signature_from_the_future"));
        assertThat(at(Duration.ofDays(-1))).isEqualTo(new Verdict.Refused("signature_from_the_future"));
    }

    @Test
    void theIdIsSignedAsReceivedOrInLowerCase() {
        String lower = FakeMercadoPago.sign(SECRET, "id:ab12;request-id:r-1;ts:" + SECONDS + ";");
        String asIs = FakeMercadoPago.sign(SECRET, "id:AB12;request-id:r-1;ts:" + SECONDS + ";");
        assertThat(verify(SECONDS, lower, "AB12", "r-1")).isEqualTo(new Verdict.Valid());
        assertThat(verify(SECONDS, asIs, "AB12", "r-1")).isEqualTo(new Verdict.Valid());
        assertThat(verify(SECONDS, asIs, "ab12", "r-1")).isEqualTo(new Verdict.Refused("signature_wrong"));
    }

    @Test
    void whatIsAbsentIsLeftOut() {
        assertThat(verify(SECONDS, FakeMercadoPago.sign(SECRET, "id:123;ts:" + SECONDS + ";"), "123", null))
                .isEqualTo(new Verdict.Valid());
        assertThat(verify(SECONDS, FakeMercadoPago.sign(SECRET, "ts:" + SECONDS + ";"), null, null))
                .isEqualTo(new Verdict.Valid());
        assertThat(verify(SECONDS, FakeMercadoPago.sign(SECRET, "id:123;ts:" + SECONDS + ";"), "123", "r-1"))
                .isEqualTo(new Verdict.Refused("signature_wrong"));
    }

    @Test
    void anotherIdOrTimeOrSecretIsForged() {
        String of123 = FakeMercadoPago.sign(SECRET, "id:123;request-id:r-1;ts:" + SECONDS + ";");
        assertThat(verify(SECONDS, of123, "123", "r-1")).isEqualTo(new Verdict.Valid());
        assertThat(verify(SECONDS, of123, "124", "r-1")).isEqualTo(new Verdict.Refused("signature_wrong"));
        assertThat(verify("1769968801", of123, "123", "r-1")).isEqualTo(new Verdict.Refused("signature_wrong"));
        assertThat(verify(
                        SECONDS,
                        FakeMercadoPago.sign("another", "id:123;request-id:r-1;ts:" + SECONDS + ";"),
                        "123",
                        "r-1"))
                .isEqualTo(new Verdict.Refused("signature_wrong"));
        assertThat(new MercadoPagoSignature(List.of("")).verify(request("ts=1,v1=2", "1", null, Map.of())))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void theOldKindsOfNotificationAreRefused() {
        assertThat(signature.verify(request(null, null, null, Map.of("topic", "payment", "id", "123"))))
                .isEqualTo(new Verdict.Refused("ipn"));
        String signed =
                "ts=" + SECONDS + ",v1=" + FakeMercadoPago.sign(SECRET, "id:123;request-id:r-1;ts:" + SECONDS + ";");
        assertThat(signature.verify(request(signed, "123", "r-1", Map.of("type", "merchant_order"))))
                .isEqualTo(new Verdict.Refused("ipn"));
        assertThat(signature.verify(request(signed, "123", "r-1", Map.of("type", "payment"))))
                .isEqualTo(new Verdict.Valid());
        assertThat(signature.verify(request(null, "123", "r-1", Map.of())))
                .isEqualTo(new Verdict.Refused("signature_missing"));
    }

    /** Whatever arrives: a verdict, and from the parser an event or the one exception it declares. */
    @Test
    void noRequestMakesItThrow() {
        Random random = new Random(20_260_201);
        MercadoPagoEvents events = new MercadoPagoEvents(FakeMercadoPago.COLLECTOR, FakeMercadoPago.TOKEN);
        String[] headers = {
            "ts=,v1=",
            "ts=1,v1=2",
            ",",
            "=",
            "ts==,v1==",
            "v1=a,ts=1",
            "ts=9999999999999,v1=" + "f".repeat(64),
            "ts=0000000000,v1=" + "0".repeat(64),
            "ts=" + "9".repeat(400) + ",v1=x",
            "ts=１７６９９６８８００,v1=" + "a".repeat(64),
            "ts=1769968800,v1=" + "A".repeat(64),
            " ts = 1769968800 , v1 = x ",
            "\u0000",
            "ts=1769968800,v1=" + "é".repeat(64)
        };
        String[] ids = {"", "1;request-id:x", "%00", "../../v1", "１２３", "x".repeat(65), "123", "\uD800"};
        String[] bodies = {
            "",
            "null",
            "[]",
            "{}",
            "\"x\"",
            "{\"id\":{}}",
            "{\"id\":1,\"type\":\"payment\"}",
            "{\"id\":1,\"type\":\"payment\",\"data\":null}",
            "{\"id\":1,\"type\":\"payment\",\"data\":{\"id\":[]}}",
            "{\"id\":1,\"type\":\"payment\",\"data\":{\"id\":\"../1\"}}",
            "{\"id\":1e999,\"type\":[]}",
            "[".repeat(5_000),
            "{\"id\":1,\"type\":\"payment\",\"live_mode\":\"yes\",\"user_id\":{},\"data\":{\"id\":1}}",
            "\uFEFF{}"
        };
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            byte[] body = bodies[random.nextInt(bodies.length)].getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(3) == 0 && body.length > 0) {
                random.nextBytes(body);
            }
            Map<String, List<String>> sent = new HashMap<>();
            sent.put("x-signature", List.of(headers[random.nextInt(headers.length)]));
            if (random.nextBoolean()) {
                sent.put("x-request-id", List.of(headers[random.nextInt(headers.length)], "two"));
            }
            WebhookRequest request =
                    new WebhookRequest(body, sent, Map.of("data.id", ids[random.nextInt(ids.length)]), NOW);
            refused += signature.verify(request) instanceof Verdict.Refused ? 1 : 0;
            assertThatCode(() -> {
                        try {
                            events.parse(request);
                        } catch (MalformedWebhook expected) {
                            assertThat(expected.getMessage()).isNotBlank();
                        }
                    })
                    .doesNotThrowAnyException();
        }
        assertThat(refused).isEqualTo(1_000);
    }

    private Verdict signed(String ts, @Nullable String id, @Nullable String requestId) {
        return verify(
                ts,
                FakeMercadoPago.sign(SECRET, "id:" + id + ";request-id:" + requestId + ";ts:" + ts + ";"),
                id,
                requestId);
    }

    private Verdict at(Duration later) {
        String v1 = FakeMercadoPago.sign(SECRET, "id:123;ts:" + SECONDS + ";");
        WebhookRequest request = request("ts=" + SECONDS + ",v1=" + v1, "123", null, Map.of());
        return signature.verify(
                new WebhookRequest(request.body(), request.headers(), request.query(), NOW.plus(later)));
    }

    private Verdict verify(String ts, String v1, @Nullable String id, @Nullable String requestId) {
        return signature.verify(request("ts=" + ts + ",v1=" + v1, id, requestId, Map.of()));
    }

    private static WebhookRequest request(
            @Nullable String header, @Nullable String id, @Nullable String requestId, Map<String, String> others) {
        Map<String, String> query = new HashMap<>(others);
        if (id != null) {
            query.put("data.id", id);
        }
        Map<String, List<String>> headers = new HashMap<>();
        if (header != null) {
            headers.put("x-signature", List.of(header));
        }
        if (requestId != null) {
            headers.put("x-request-id", List.of(requestId));
        }
        return new WebhookRequest("{}".getBytes(StandardCharsets.UTF_8), headers, query, NOW);
    }
}
