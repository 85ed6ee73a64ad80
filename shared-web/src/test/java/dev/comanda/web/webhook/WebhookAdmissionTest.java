package dev.comanda.web.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.web.Line;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhookAdmissionTest {
    private static final Duration SOON = Duration.ofSeconds(8);
    private static final String LETTER = "POST /letters/in HTTP/1.1\nHost: x\nStamp: yes\n";
    private static final String PARCEL = "POST /parcels/in HTTP/1.1\nHost: x\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\n\n";

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // the test framework fills it
    URI server;

    @Inject
    @SuppressWarnings("NullAway.Init") // the test framework fills it
    Letters.LetterDoor door;

    private final List<Line> lines = new ArrayList<>();

    /** The places of the test before are given back a moment after it ends. Here are two, so two requests at once pass. */
    @BeforeEach
    void awaitAllPlaces() throws IOException {
        boolean free = false;
        for (Instant until = Instant.now().plusSeconds(10);
                !free && Instant.now().isBefore(until); ) {
            try (Line one = Line.openFrom("127.0.0.8", server).send(LETTER + CHUNKED);
                    Line other = Line.openFrom("127.0.0.9", server).send(LETTER + CHUNKED)) {
                free = other.send("0\n\n").status(SOON) == 200
                        && one.send("0\n\n").status(SOON) == 200;
            }
        }
        assertThat(free).as("both places are free").isTrue();
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Line line : lines) {
            line.close();
        }
    }

    @Test
    void threeHundredSlowStrangersDoNotKeepALetterOut() throws IOException {
        List<Line> slow = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            slow.add(line("127.0.0.1").send(LETTER + "Content-Length: 900\n\nx"));
        }
        assertThat(line("127.0.0.1").send(LETTER + "Content-Length: 3\n\nabc").status(SOON))
                .isEqualTo(200);
        for (Line one : slow) {
            assertThat(one.isClosedWithin(SOON)).isTrue();
            assertThat(one.answer()).isEmpty();
        }
    }

    @Test
    void aBodyThatKeepsComingSlowlyIsEndedAfterTwoSeconds() throws Exception {
        Line dripping = line("127.0.0.1").send(LETTER + "Content-Length: 900\n\n");
        long begin = System.nanoTime();
        while (!dripping.send("x").isClosedWithin(Duration.ofMillis(100))) {
            assertThat(System.nanoTime() - begin).isLessThan(SOON.toNanos());
        }
        assertThat(System.nanoTime() - begin)
                .isGreaterThan(Duration.ofMillis(1_500).toNanos());
    }

    /** They kept the budget for 15 seconds, in which each large webhook of others was answered 503. */
    @Test
    void stalledLargeBodiesGiveTheirBytesBackWithinSeconds() throws IOException {
        long begin = System.nanoTime();
        Line chunked = admitted("127.0.0.1");
        Line announced =
                line("127.0.0.2").send(LETTER + "Content-Length: 1048576\n\n").send(new byte[20_000]);

        assertThat(chunked.isClosedWithin(SOON)).isTrue();
        assertThat(announced.isClosedWithin(SOON)).isTrue();
        awaitAnswer("127.0.0.3", 200);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofSeconds(2), SOON);
    }

    @Test
    void aLargeBodyThatComesFastEnoughMayTakeLonger() throws Exception {
        Line steady = line("127.0.0.1").send(LETTER + "Content-Length: 1048576\n\n");
        for (int second = 0; second < 3; second++) {
            steady.send(new byte[256 * 1024]);
            assertThat(steady.isClosedWithin(Duration.ofSeconds(1))).isFalse();
        }
        assertThat(steady.send(new byte[256 * 1024]).status(SOON)).isEqualTo(200);
    }

    @Test
    void largeBodiesHaveABudgetForEachKindAndSmallOnesNeedNone() throws IOException {
        String halfAMebibyte = "80000\n" + "x".repeat(0x80000) + "\n";
        Line first = admitted("127.0.0.1").send(halfAMebibyte);
        Line second = admitted("127.0.0.1").send(halfAMebibyte);
        Line refused = line("127.0.0.1").send(LETTER + CHUNKED);
        assertThat(refused.status(SOON)).isEqualTo(503);
        assertThat(refused.answer()).contains("Retry-After: 1");
        assertThat(line("127.0.0.1").send(LETTER + "Content-Length: 3\n\nabc").status(SOON))
                .isEqualTo(200);
        assertThat(line("127.0.0.1").send(PARCEL + CHUNKED + "3\nabc\n0\n\n").status(SOON))
                .isEqualTo(200);

        assertThat(first.send("3\nabc\n0\n\n").status(SOON)).isEqualTo(200);
        awaitAnswer("127.0.0.1", 200);
        second.close();
    }

    @Test
    void oneSourceCannotTakeTheWholeBudget() throws IOException {
        Line greedy = admitted("127.0.0.2");
        assertThat(line("127.0.0.2").send(LETTER + CHUNKED).status(SOON)).isEqualTo(503);
        assertThat(line("127.0.0.3").send(LETTER + CHUNKED + "0\n\n").status(SOON))
                .isEqualTo(200);
        greedy.close();
        awaitAnswer("127.0.0.2", 200);
    }

    @Test
    void aLetterWithoutAStampIsAnsweredBeforeItsBody() throws IOException {
        Line refused = line("127.0.0.1")
                .send("POST /letters/in HTTP/1.1\nHost: x\nExpect: 100-continue\nContent-Length: 900000\n\nx");
        assertThat(refused.status(SOON)).isEqualTo(401);
        assertThat(refused.answer()).contains("application/problem+json");
    }

    @Test
    void aSenderThatAsksMayGoOnOnlyWithAStamp() throws IOException {
        Line asking = line("127.0.0.1").send(LETTER + "Expect: 100-continue\nContent-Length: 3\n\n");
        assertThat(asking.status(SOON)).isEqualTo(100);
        assertThat(asking.send("abc").status(SOON)).isEqualTo(200);
    }

    @Test
    void bodiesArriveWholeUpToOneMebibyte() throws IOException {
        for (int bytes : new int[] {0, 1, 16 * 1024, 16 * 1024 + 1, 1024 * 1024}) {
            Line line = line("127.0.0.1").send(LETTER + "Connection: close\nContent-Length: " + bytes + "\n\n");
            assertThat(line.send(new byte[bytes]).status(SOON)).isEqualTo(200);
            assertThat(line.isClosedWithin(SOON)).isTrue();
            assertThat(line.answer()).endsWith("\r\n\r\n" + bytes);
        }
    }

    @Test
    void aBodyOverOneMebibyteIsRefusedAnnouncedOrNot() throws IOException {
        door.tooLarge().clear();
        assertThat(line("127.0.0.1")
                        .send(LETTER + "Content-Length: 1048577\n\n")
                        .status(SOON))
                .isEqualTo(413);
        Line chunked = line("127.0.0.1").send(LETTER + CHUNKED + "100001\n").send(new byte[0x100001]);
        assertThat(chunked.status(SOON)).isEqualTo(413);
        assertThat(door.tooLarge()).hasSize(2).allMatch(bytes -> bytes > 1024 * 1024);
    }

    /** A large webhook whose bytes are taken and whose body has not begun: a sender who asks is told so. */
    private Line admitted(String address) throws IOException {
        Line line = line(address).send(LETTER + "Expect: 100-continue\n" + CHUNKED);
        assertThat(line.status(SOON)).isEqualTo(100);
        return line;
    }

    /** Places are given back a moment after a test has closed something. */
    private void awaitAnswer(String address, int status) throws IOException {
        int last = 0;
        for (Instant until = Instant.now().plusSeconds(10);
                last != status && Instant.now().isBefore(until); ) {
            try (Line line = Line.openFrom(address, server).send(LETTER + CHUNKED + "0\n\n")) {
                last = line.status(SOON);
            }
        }
        assertThat(last).isEqualTo(status);
    }

    private Line line(String address) throws IOException {
        Line line = Line.openFrom(address, server);
        lines.add(line);
        return line;
    }
}
