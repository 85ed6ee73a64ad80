package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.comanda.partners.refused.Reason;
import dev.comanda.partners.refused.RefusedWebhook;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RefusedTest {
    private static final String WRONG = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

    @Inject
    Engine engine;

    @Inject
    MeterRegistry metrics;

    private String secret;

    /** The writer is slower than tests that refuse hundreds of webhooks: what they left comes before the marker. */
    @BeforeEach
    void registerAPartner() {
        plain("marker", Map.of()).statusCode(401);
        await(() -> engine.count("select count(*) from refused_webhook where partner_id = 'marker'") == 1);
        engine.execute("delete from refused_webhook");
        secret = Senders.register("rejected", "http://127.0.0.1:9/nowhere");
    }

    @AfterEach
    void removeIt() {
        engine.tidy("rejected");
    }

    @Test
    void anAcceptedWebhookIsNotListedAndEachRefusedOneIsWithItsReason() {
        String body = Senders.envelope("evt_r1", "part.heard", "{\"thing\":\"R-1\",\"revision\":1}");
        Senders.post("rejected", secret, "evt_r1", body).then().statusCode(200);
        Senders.post("rejected", WRONG, "evt_r2", body).then().statusCode(401);
        Senders.post("rejected", secret, "evt_r3", body, Instant.now().minusSeconds(400))
                .then()
                .statusCode(401);
        Senders.post("rejected", secret, "evt_r4", body, Instant.now().plusSeconds(400))
                .then()
                .statusCode(401);
        Senders.post("rejected", secret, "evt_r1", body.replace("R-1", "R-2"))
                .then()
                .statusCode(409);
        Senders.post("rejected", secret, "evt_r5", Senders.envelope("evt_r5", "part.heard", "{}"))
                .then()
                .statusCode(400);
        plain("rejected", Map.of()).statusCode(401);
        plain("rejected", Map.of("X-HMAC-Signature", "abc")).statusCode(401);
        plain("rejected", Map.of("webhook-id", "evt_r6")).statusCode(401);
        await(() -> reasons().size() == 8);
        assertThat(reasons())
                .containsExactlyInAnyOrder(
                        "forged evt_r2 null",
                        "stale evt_r3 null",
                        "from_the_future evt_r4 null",
                        "conflicting evt_r1 part.heard",
                        "invalid evt_r5 part.heard",
                        "signature_missing null null",
                        "malformed null null",
                        "signature_missing evt_r6 null");
        given().get("/refused?partner=rejected&reason=conflicting")
                .then()
                .statusCode(200)
                .body("refused.size()", equalTo(1))
                .body("refused[0].partner_id", equalTo("rejected"))
                .body("refused[0].known", equalTo(true))
                .body("refused[0].address", equalTo("127.0.0.1"))
                .body("refused[0].bytes", equalTo(Senders.canonical(body.getBytes(StandardCharsets.UTF_8)).length))
                .body(
                        "refused[0].detail",
                        equalTo("Another body came with this event_id before; ids are never reused."))
                .body("next", equalTo(null));
    }

    @Test
    void anEventThatItsPartnerMayNotSendIsListedWithItsType() {
        String watching = Senders.register("watching", "http://127.0.0.1:9/nowhere", "*");
        Senders.post("watching", watching, "evt_w", Senders.envelope("evt_w", "part.heard", "{\"thing\":\"W-9\"}"))
                .then()
                .statusCode(403);
        await(() -> reasons().equals(List.of("not_allowed evt_w part.heard")));
        engine.tidy("watching");
    }

    @Test
    void aBodyThatIsTooLargeIsListed() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), io.restassured.RestAssured.port)) {
            socket.getOutputStream()
                    .write("POST /webhooks/partner/rejected HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            await(() -> reasons().equals(List.of("too_large null null")));
        }
        given().get("/refused").then().body("refused[0].bytes", equalTo(2_000_000));
    }

    @Test
    void strangersAreListedApartAndTheirTextsAreHarmless() {
        plain("nobody-we-know", Map.of()).statusCode(401);
        given().contentType("application/json")
                .header("X-Partner-ID", "a\u001b[31m" + "b".repeat(300))
                .body("{}")
                .post("/webhooks/partner")
                .then()
                .statusCode(401);
        await(() -> reasons().size() == 2);
        List<String> partners = given().get("/refused").path("refused.partner_id");
        assertThat(partners).contains("nobody-we-know").allMatch(partner -> partner.matches("[ -~]{1,110}"));
        given().get("/refused?partner=nobody-we-know").then().body("refused[0].known", equalTo(false));
    }

    @Test
    void filtersThatMeanNothingAreRefused() {
        given().get("/refused?reason=bored").then().statusCode(400).body("field", equalTo("reason"));
        given().get("/refused?partner=%00").then().statusCode(400);
        given().get("/refused?cursor=x").then().statusCode(400).body("field", equalTo("cursor"));
    }

    /** Anybody can claim to be a partner, and 200 such claims pushed out what the partner had really sent. */
    @Test
    void aStrangerCannotPushOutWhatAPartnerReallySent() {
        String body = Senders.envelope("evt_kept", "part.heard", "{}");
        Senders.post("rejected", secret, "evt_kept", body).then().statusCode(400);
        await(() -> reasons().equals(List.of("invalid evt_kept part.heard")));
        for (int claim = 0; claim < 220; claim++) {
            plain("rejected", Map.of()).statusCode(401);
        }
        await(() -> engine.count("select count(*) from refused_webhook where reason = 'signature_missing'") == 200);
        given().get("/refused?partner=rejected&reason=invalid").then().body("refused.event_id", contains("evt_kept"));
    }

    @Test
    void theNewestTwoHundredOfAPartnerAndOneThousandOfStrangersAreKept() {
        engine.execute("""
                insert into refused_webhook (at, partner_id, known, reason, detail, address, bytes)
                select now(), 'rejected', true, 'forged', 'old', '192.0.2.1', 1 from generate_series(1, 300)
                union all
                select now(), 'x' || i, false, 'forged', 'old', '192.0.2.1', 1 from generate_series(1, 1300) i
                """);
        plain("rejected", Map.of()).statusCode(401);
        plain("nobody-we-know", Map.of()).statusCode(401);
        await(() -> engine.count("select count(*) from refused_webhook where detail <> 'old'") == 2);
        await(() -> engine.count("select count(*) from refused_webhook where known") == 200);
        await(() -> engine.count("select count(*) from refused_webhook where not known") == 1000);
        String cursor = given().get("/refused?partner=rejected").path("next");
        given().get("/refused?partner=rejected&cursor=" + cursor).then().body("refused.size()", equalTo(100));
    }

    @Test
    void aFloodIsDroppedAndCountedAndAPartnerIsHeardMeanwhile() throws Exception {
        double before = metrics.counter("comanda.refused.dropped").count();
        List<Thread> flood = java.util.stream.IntStream.range(0, 8)
                .mapToObj(_ -> Thread.ofVirtual().start(this::postGarbage))
                .toList();
        long begin = System.nanoTime();
        Senders.post("rejected", secret, "evt_r9", Senders.envelope("evt_r9", "webhook.test", "{}"))
                .then()
                .statusCode(200);
        for (Thread thread : flood) {
            thread.join();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        long written = engine.count("select count(*) from refused_webhook");
        double dropped = metrics.counter("comanda.refused.dropped").count() - before;
        assertThat(written + dropped).isPositive();
        assertThat(written).isLessThanOrEqualTo(100 * (took.toSeconds() + 2));
    }

    @Test
    void aTextOfAStrangerIsOneShortVisibleLine() {
        RefusedWebhook row = new RefusedWebhook(
                Instant.EPOCH, "a\r\nb\u0000\u202e\ud800", Reason.FORGED, "d".repeat(400), null, null, "::1", 0);
        assertThat(row.partnerId()).isEqualTo("a\\u000d\\u000ab\\u0000\\u202e\\ud800");
        assertThat(row.detail()).hasSize(303).endsWith("d...");
    }

    private void postGarbage() {
        try (RawClient client = new RawClient()) {
            for (int i = 0; i < 100; i++) {
                client.send(RawClient.request("POST", "/webhooks/partner/rejected", "", new byte[0]));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> reasons() {
        List<Map<String, Object>> rows = given().get("/refused").path("refused");
        return rows.stream()
                .map(row -> row.get("reason") + " " + row.get("event_id") + " " + row.get("event_type"))
                .toList();
    }

    private static ValidatableResponse plain(String partner, Map<String, String> headers) {
        return given().contentType("application/json")
                .headers(headers)
                .body("{}")
                .post("/webhooks/partner/" + partner)
                .then();
    }
}
