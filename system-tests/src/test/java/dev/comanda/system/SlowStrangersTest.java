package dev.comanda.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.web.Line;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that hold connections without sending what they announced. 127.0.0.1 is exempt as a proxy is; others are not. */
@Timeout(120)
final class SlowStrangersTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String WELL_FORMED = "X-HMAC-Signature: " + "a".repeat(64) + "\n";
    private static final String GET = "GET /q/health/live HTTP/1.1\nHost: localhost\n\n";

    @TempDir
    private static Path folder;

    private static Service restaurant;
    private static URI server;
    private static String secret;

    private final List<Line> lines = new ArrayList<>();

    @BeforeAll
    static void open() throws IOException {
        restaurant = new Service("restaurant-service", "slow-strangers", folder)
                .quickToStart()
                .with("STRIPE_SECRET_KEY", "sk_test_slow")
                .with("STRIPE_WEBHOOK_SECRET", ProviderWebhook.SECRET)
                .with("COMANDA_CONNECTIONS_EXEMPT", "127.0.0.1/32")
                .with("COMANDA_CONNECTIONS_PER_SOURCE", "4")
                .with("COMANDA_CONNECTIONS_FIRST_REQUEST", "4s")
                .with("COMANDA_CONNECTIONS_NEXT_REQUEST", "4s")
                .with("COMANDA_CONNECTIONS_BODY", "8s");
        restaurant.launch();
        restaurant.awaitReady();
        server = URI.create(restaurant.url("/"));
        secret = restaurant.post("/partners/register", """
                        {"name":"Genuine","code":"genuine","webhook_url":"http://127.0.0.1:9/nowhere"}""").expect(201).at("/shared_secret");
    }

    @AfterAll
    static void close() {
        restaurant.close();
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Line line : lines) {
            line.close();
        }
    }

    @Test
    void threeHundredDrippingConnectionsDelayNoWebhookByASecond() throws Exception {
        webhook("evt_warm").sendTo(restaurant, "/webhooks/partner/genuine").expect(200);
        ProviderWebhook.of("warm").sendTo(restaurant);
        List<Line> strangers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String length = i % 2 == 0 ? "Content-Length: 9000" : "Transfer-Encoding: chunked";
            String path = i % 3 == 0 ? "/payments/process/stripe" : "/webhooks/partner/genuine";
            String signature = i % 3 == 0 ? "Stripe-Signature: t=1,v1=" + "a".repeat(64) + "\n" : WELL_FORMED;
            strangers.add(line("127.0.0.1")
                    .send("POST " + path + " HTTP/1.1\nHost: localhost\n" + signature + length + "\n\n"));
        }
        Thread dripping = Thread.ofVirtual().start(() -> drip(strangers));
        for (int i = 0; i < 200; i++) {
            SignedWebhook genuine = webhook("evt_slow_" + i);
            assertQuick(() ->
                    genuine.sendTo(restaurant, "/webhooks/partner/genuine").expect(200));
            if (i % 10 == 0) {
                ProviderWebhook paid = ProviderWebhook.of("slow" + i);
                assertQuick(() -> paid.sendTo(restaurant));
            }
        }
        dripping.interrupt();
        dripping.join();
    }

    /** Large bodies that never came held the whole budget until their deadline. 127.0.0.1 stands for many addresses. */
    @Test
    void stalledLargeBodiesKeepLargeWebhooksOutForSecondsOnly() {
        String body = """
                {"data":{"filler":"%s"},"event_id":"evt_large","event_type":"webhook.test","source":"genuine","timestamp":"%s"}""".formatted("x".repeat(20_000), Instant.now());
        SignedWebhook large = SignedWebhook.of("evt_large", body.getBytes(UTF_8), secret);
        assertThat(Await.within(SOON, () -> {
                    stall(32);
                    return answers(large, 503);
                }))
                .isTrue();
        Instant full = Instant.now();
        assertThat(Await.within(SOON, () -> answers(large, 200))).isTrue();
        assertThat(Duration.between(full, Instant.now())).isLessThan(Duration.ofSeconds(6));
    }

    /** 64 of them take all the room there is. */
    private void stall(int bodies) {
        try {
            for (int i = 0; i < bodies; i++) {
                line("127.0.0.1")
                        .send("POST /webhooks/partner/genuine HTTP/1.1\nHost: localhost\n" + WELL_FORMED
                                + "Transfer-Encoding: chunked\n\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aWebhookWithoutASignatureIsRefusedBeforeItsBodyAndThenClosed() throws IOException {
        for (String path : List.of("/webhooks/partner/genuine", "/payments/process/stripe")) {
            Line stranger = line("127.0.0.1").send("POST " + path + """
                     HTTP/1.1
                    Host: localhost
                    Expect: 100-continue
                    Content-Length: 900000

                    x""");
            assertThat(stranger.status(SOON)).isEqualTo(path.startsWith("/webhooks") ? 401 : 400);
            assertThat(stranger.answer()).contains("application/problem+json");
            assertThat(stranger.isClosedWithin(SOON)).isTrue();
        }
    }

    /** The limits looked for the path without its parameters, the resource took it with them. */
    @Test
    void aParameterInThePathDoesNotLeadAroundTheLimits() throws IOException {
        for (String path :
                List.of("/webhooks;a=b/partner/genuine", "/payments/process/stripe;a", "/webhooks/partner;/x")) {
            Line stranger =
                    line("127.0.0.1").send("POST " + path + " HTTP/1.1\nHost: localhost\nContent-Length: 1048000\n\nx");
            assertThat(stranger.status(SOON)).isEqualTo(400);
            assertThat(stranger.answer()).contains("application/problem+json");
        }
    }

    @Test
    void headersThatDripForEverAreEnded() throws IOException {
        assertThat(isClosedWhileDripping(line("127.0.0.1").send("GET /services HTTP/1.1\nHost: localhost\nX: ")))
                .isTrue();
        Line later = line("127.0.0.1").send(GET);
        assertThat(later.status(SOON)).isEqualTo(200);
        assertThat(isClosedWhileDripping(later.send("GET /services HTTP/1.1\nX: ")))
                .isTrue();
    }

    @Test
    void aBodyThatDripsForEverIsEndedOnEveryPath() throws IOException {
        assertThat(isClosedWhileDripping(line("127.0.0.1")
                        .send("POST /reservations HTTP/1.1\nHost: localhost\nContent-Length: 900\n\n")))
                .isTrue();
    }

    @Test
    void aConnectionWithoutARequestIsClosed() throws IOException {
        assertThat(line("127.0.0.1").isClosedWithin(SOON)).isTrue();
        Line idle = line("127.0.0.1").send(GET);
        assertThat(idle.status(SOON)).isEqualTo(200);
        assertThat(idle.isClosedWithin(SOON)).isTrue();
    }

    @Test
    void oneSourceCannotTakeAllConnections() throws IOException {
        List<Line> greedy = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            greedy.add(line("127.0.0.9").send(GET));
            assertThat(greedy.getLast().status(SOON)).isEqualTo(200);
        }
        assertThat(line("127.0.0.9").send(GET).status(SOON)).isZero();
        assertThat(line("127.0.0.8").send(GET).status(SOON)).isEqualTo(200);
        assertThat(line("127.0.0.1").send(GET).status(SOON)).isEqualTo(200);
        for (Line line : greedy) {
            line.close();
        }
        assertThat(Await.soon(() -> isServed("127.0.0.9"))).isTrue();
    }

    @Test
    void endlessHttp2FramesAreRefusedWithTheFirstBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
        bytes.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
        bytes.write(new byte[] {0, 0, 0, 1, 0, 0, 0, 0, 1});
        for (int i = 0; i < 5_000; i++) {
            bytes.write(new byte[] {0, 0, 0, 9, 0, 0, 0, 0, 1});
        }
        Line line = line("127.0.0.1").send(bytes.toByteArray());
        assertThat(line.isClosedWithin(Duration.ofSeconds(2))).isTrue();
        assertThat(line.answer()).doesNotContain(" 200 ");
    }

    @Test
    void anUpgradeToHttp2IsNotOffered() throws IOException {
        Line line = line("127.0.0.1").send("""
                GET /q/health/live HTTP/1.1
                Host: localhost
                Connection: Upgrade, HTTP2-Settings
                Upgrade: h2c
                HTTP2-Settings: AAMAAABkAAQAAP__

                """);
        assertThat(line.status(SOON)).isEqualTo(200);
        assertThat(line.answer()).startsWith("HTTP/1.1 200");
    }

    private static void assertQuick(Runnable request) {
        Instant begin = Instant.now();
        request.run();
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(1));
    }

    private static boolean answers(SignedWebhook webhook, int status) {
        return webhook.sendTo(restaurant, "/webhooks/partner/genuine").status() == status;
    }

    private static SignedWebhook webhook(String id) {
        String body = """
                {"data":{},"event_id":"%s","event_type":"webhook.test","source":"genuine","timestamp":"%s"}""".formatted(id, Instant.now());
        return SignedWebhook.of(id, body.getBytes(UTF_8), secret);
    }

    private static void drip(List<Line> strangers) {
        try {
            while (true) {
                for (Line stranger : strangers) {
                    stranger.send("1");
                }
                Thread.sleep(500);
            }
        } catch (InterruptedException | IOException end) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isServed(String address) {
        try (Line line = Line.openFrom(address, server).send(GET)) {
            return line.status(SOON) == 200;
        } catch (IOException refused) {
            return false;
        }
    }

    private static boolean isClosedWhileDripping(Line line) throws IOException {
        for (int i = 0; i < 100; i++) {
            if (line.send("x").isClosedWithin(Duration.ofMillis(100))) {
                return true;
            }
        }
        return false;
    }

    private Line line(String address) throws IOException {
        Line line = Line.openFrom(address, server);
        lines.add(line);
        return line;
    }
}
