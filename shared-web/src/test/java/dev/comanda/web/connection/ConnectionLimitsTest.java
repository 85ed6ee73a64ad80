package dev.comanda.web.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.web.Line;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ConnectionLimitsTest {
    private static final Duration SOON = Duration.ofSeconds(8);
    private static final String GET = "GET /samples HTTP/1.1\nHost: localhost\n\n";

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // the test framework fills it
    URI server;

    @Test
    void headersThatDripForEverAreEnded() throws IOException {
        try (Line line = Line.open(server).send("GET /samples HTTP/1.1\nHost: localhost\nX: ")) {
            assertThat(isClosedWhileDripping(line)).isTrue();
        }
    }

    @Test
    void aConnectionWithoutARequestIsClosed() throws IOException {
        try (Line silent = Line.open(server);
                Line idle = Line.open(server).send(GET)) {
            assertThat(idle.status(SOON)).isEqualTo(200);
            assertThat(silent.isClosedWithin(SOON)).isTrue();
            assertThat(idle.isClosedWithin(SOON)).isTrue();
        }
    }

    @Test
    void theHeadersOfALaterRequestHaveADeadlineToo() throws IOException {
        try (Line line = Line.open(server).send(GET)) {
            assertThat(line.status(SOON)).isEqualTo(200);
            line.send("GET /samples HTTP/1.1\nX: ");
            assertThat(isClosedWhileDripping(line)).isTrue();
        }
    }

    @Test
    void aBodyThatDripsForEverIsEndedOnEveryPath() throws IOException {
        try (Line line = Line.open(server)
                .send("POST /samples/raw HTTP/1.1\nHost: localhost\nContent-Length: 9000\n\n")) {
            assertThat(isClosedWhileDripping(line)).isTrue();
        }
    }

    /** Three seconds, where every deadline here is two. */
    @Test
    void anAnswerMayTakeLongerThanAnyDeadline() throws IOException {
        try (Line line = Line.open(server).send("GET /samples/slow HTTP/1.1\nHost: localhost\n\n")) {
            assertThat(line.status(Duration.ofSeconds(20))).isEqualTo(404);
        }
    }

    @Test
    void oneSourceCannotTakeAllConnections() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            lines.add(Line.openFrom("127.0.0.9", server).send(GET));
            assertThat(lines.getLast().status(SOON)).isEqualTo(200);
        }
        try (Line fifth = Line.openFrom("127.0.0.9", server).send(GET)) {
            assertThat(fifth.status(SOON)).isZero();
        }
        for (String other : List.of("127.0.0.8", "127.0.0.1")) {
            try (Line line = Line.openFrom(other, server).send(GET)) {
                assertThat(line.status(SOON)).isEqualTo(200);
            }
        }
        for (Line line : lines) {
            line.close();
        }
        int status = 0;
        for (int i = 0; i < 100 && status != 200; i++) {
            try (Line line = Line.openFrom("127.0.0.9", server).send(GET)) {
                status = line.status(SOON);
            }
        }
        assertThat(status).isEqualTo(200);
    }

    @Test
    void http2IsRefusedWithTheFirstBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        bytes.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
        bytes.write(new byte[] {0, 0, 0, 1, 0, 0, 0, 0, 1});
        for (int i = 0; i < 5_000; i++) {
            bytes.write(new byte[] {0, 0, 0, 9, 0, 0, 0, 0, 1});
        }
        try (Line line = Line.open(server).send(bytes.toByteArray())) {
            assertThat(line.isClosedWithin(Duration.ofMillis(1_500))).isTrue();
            assertThat(line.answer()).doesNotContain(" 200 ");
        }
    }

    @Test
    void anUpgradeToHttp2IsNotOffered() throws IOException {
        try (Line line = Line.open(server)
                .send("""
                        GET /samples HTTP/1.1
                        Host: localhost
                        Connection: Upgrade, HTTP2-Settings
                        Upgrade: h2c
                        HTTP2-Settings: AAMAAABkAAQAAP__

                        """)) {
            assertThat(line.status(SOON)).isEqualTo(200);
            assertThat(line.answer()).startsWith("HTTP/1.1 200");
        }
    }

    private static boolean isClosedWhileDripping(Line line) throws IOException {
        for (int i = 0; i < 80; i++) {
            if (line.send("x").isClosedWithin(Duration.ofMillis(100))) {
                return true;
            }
        }
        return false;
    }
}
