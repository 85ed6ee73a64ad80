package dev.comanda.benchmark.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private Receiver receiver;

    @BeforeEach
    void startReceiver() throws IOException {
        receiver = new Receiver();
        Thread.ofPlatform().daemon().start(receiver);
    }

    @AfterEach
    void stopReceiver() throws IOException {
        receiver.close();
    }

    @Test
    void sendsEachRequestOnceAndTheReceiverCountsEachOnce() throws IOException {
        Outcome outcome = load(dinners(100, 5_000), LONG, Duration.ZERO).run(8);

        assertThat(outcome.answered()).isEqualTo(5_000);
        assertThat(outcome.failed()).isZero();
        assertThat(outcome.p50()).isPositive().isLessThanOrEqualTo(outcome.p99());
        Received received = receiver.arrivals().received(100, 5_000);
        assertThat(received.calls()).isEqualTo(5_000);
        assertThat(received.copies()).isZero();
        assertThat(received.times())
                .hasSize(5_000)
                .allSatisfy(at -> assertThat(at).isPositive());
    }

    @Test
    void countsASecondCallForOneReservationAsACopy() throws IOException {
        Requests requests = dinners(0, 10);
        load(requests, LONG, Duration.ZERO).run(2);
        load(requests, LONG, Duration.ZERO).run(2);

        Received received = receiver.arrivals().received(0, 0);
        assertThat(received.calls()).isEqualTo(20);
        assertThat(received.copies()).isEqualTo(10);
    }

    @Test
    void stopsWhenTheTimeIsOver() throws IOException {
        Outcome outcome = load(dinners(0, 1_000), Duration.ofMillis(200), Duration.ofMillis(10))
                .run(2);

        assertThat(outcome.answered()).isBetween(1, 20);
        assertThat(receiver.arrivals().received(0, 0).calls()).isEqualTo(outcome.answered());
    }

    @Test
    void keepsTheIntervalAndTellsWhenEachRequestWasSent() throws IOException {
        Outcome outcome = load(dinners(0, 11), LONG, Duration.ofMillis(20)).run(2);

        assertThat(outcome.seconds()).isGreaterThanOrEqualTo(0.2);
        assertThat(outcome.sentAt()).hasSize(11).isSorted();
        assertThat(receiver.arrivals().received(0, 1).times().getFirst())
                .isGreaterThanOrEqualTo(outcome.sentAt().getFirst());
    }

    @Test
    void forgetsWhatCameBeforeAReset() throws IOException {
        load(dinners(0, 10), LONG, Duration.ZERO).run(2);
        receiver.arrivals().reset();

        assertThat(receiver.arrivals().received(0, 3))
                .isEqualTo(new Received(0, 0, 0, 0, 0, java.util.List.of(0L, 0L, 0L)));
    }

    @Test
    void answersAtOnceWhoeverIsNotTheSlowPartner() throws IOException {
        RequestKind sender = new RequestKind.Dinner("/sender", "P", 60);
        Requests requests = new Requests();
        requests.add(sender.request(1));

        assertThat(load(requests, LONG, Duration.ZERO).run(1).p99()).isLessThan(5_000);
        assertThat(receiver.arrivals().received(0, 0).slow()).isZero();
    }

    @Test
    void receivesACallThatComesInPieces() throws IOException {
        byte[] call = new RequestKind.Dinner("/healthy", "P", 60).request(7);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(call, 0, 30);
            socket.getOutputStream().flush();
            socket.getOutputStream().write(call, 30, call.length - 30);
            assertThat(new String(socket.getInputStream().readNBytes(15), UTF_8))
                    .isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(receiver.arrivals().received(7, 1).times().getFirst()).isPositive();
    }

    private Load load(Requests requests, Duration time, Duration interval) {
        return new Load(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), receiver.port()), requests, time, interval);
    }

    private static Requests dinners(int first, int count) {
        RequestKind kind = new RequestKind.Dinner("/healthy", "P", 60);
        Requests requests = new Requests();
        for (int i = first; i < first + count; i++) {
            requests.add(kind.request(i));
        }
        return requests;
    }
}
