package dev.comanda.benchmark.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Sends requests over some connections, one at a time on each, from one thread. Each request is sent once; the run ends
 * with the time or with the requests.
 */
final class Load {
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(30);
    private static final int LONGEST_WAIT_MS = 100;

    private final InetSocketAddress target;
    private final Requests requests;
    private final long timeNanos;
    private final long intervalNanos;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final long[] nanos;
    private final long[] sentAt;
    private int next;
    private int underWay;
    private int answered;
    private int failed;
    private int lastFailure;
    private long lastAnswer;

    /** @param interval between two requests; zero: each connection sends its next one as soon as it has an answer */
    Load(InetSocketAddress target, Requests requests, Duration time, Duration interval) {
        this.target = target;
        this.requests = requests;
        this.timeNanos = time.toNanos();
        this.intervalNanos = interval.toNanos();
        this.nanos = new long[requests.size()];
        this.sentAt = new long[intervalNanos == 0 ? 0 : requests.size()];
    }

    Outcome run(int connections) throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                idle.add(Connection.to(target, selector));
            }
            long firstAt = clock();
            long start = System.nanoTime();
            lastAnswer = start;
            while (!isOver(System.nanoTime() - start)) {
                send(start);
                selector.select(key -> answer(key, selector), waitMillis(System.nanoTime() - start));
            }
            failed += underWay;
            double seconds = (lastAnswer - start) / 1e9;
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            long[] sorted = Arrays.copyOf(nanos, answered);
            Arrays.sort(sorted);
            return new Outcome(
                    answered,
                    failed,
                    seconds,
                    millis(sorted, 0.5),
                    millis(sorted, 0.99),
                    firstAt,
                    Arrays.stream(sentAt).boxed().toList(),
                    lastFailure);
        }
    }

    private boolean isOver(long elapsed) {
        boolean allSent = next == requests.size() || elapsed >= timeNanos;
        return allSent && (underWay == 0 || elapsed >= timeNanos + LAST_ANSWERS.toNanos());
    }

    private void send(long start) throws IOException {
        while (!idle.isEmpty() && next < requests.size() && isDue(System.nanoTime() - start)) {
            Connection connection = idle.removeFirst();
            connection.request = next++;
            if (sentAt.length > 0) {
                sentAt[connection.request] = clock();
            }
            connection.sentAt = System.nanoTime();
            connection.write(requests.get(connection.request));
            underWay++;
        }
    }

    private boolean isDue(long elapsed) {
        return elapsed < timeNanos && elapsed >= next * intervalNanos;
    }

    private long waitMillis(long elapsed) {
        return intervalNanos == 0
                ? LONGEST_WAIT_MS
                : Math.clamp((next * intervalNanos - elapsed) / 1_000_000, 1, LONGEST_WAIT_MS);
    }

    private void answer(SelectionKey key, Selector selector) {
        Connection connection = (Connection) key.attachment();
        try {
            if (!connection.read()) {
                reconnect(connection, selector);
                return;
            }
            int length = connection.message();
            if (length >= 0) {
                lastAnswer = System.nanoTime();
                count(HttpMessage.status(connection.arrived()), lastAnswer - connection.sentAt);
                connection.drop(length);
                connection.request = -1;
                idle.addLast(connection);
            }
        } catch (IOException broken) {
            reconnect(connection, selector);
        }
    }

    private void count(int status, long took) {
        underWay--;
        if (status / 100 == 2) {
            nanos[answered++] = took;
        } else {
            failed++;
            lastFailure = status;
        }
    }

    private void reconnect(Connection lost, Selector selector) {
        try {
            lost.close();
            if (lost.request >= 0) {
                underWay--;
                failed++;
            } else {
                idle.remove(lost);
            }
            idle.addLast(Connection.to(target, selector));
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException("the service is gone", gone);
        }
    }

    static long clock() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private static double millis(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) (sorted.length * share)] / 1e6;
    }
}
