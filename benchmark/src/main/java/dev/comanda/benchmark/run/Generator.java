package dev.comanda.benchmark.run;

import dev.comanda.benchmark.load.LoadGenerator;
import dev.comanda.benchmark.load.Outcome;
import java.io.IOException;
import java.time.Duration;

/** The generator's process. No number is sent twice, so no request is a repetition of another. */
final class Generator implements AutoCloseable {
    private static final int MOST = 600_000;
    private static final Duration NO_END = Duration.ofMinutes(3);

    private final Child child;
    private int next;

    Generator() throws IOException {
        child = new Child(LoadGenerator.class);
    }

    long pid() {
        return child.pid();
    }

    /** Makes this many requests, and answers the number of the first. */
    int prepare(String kind, int count) throws IOException {
        int first = next;
        next += count;
        child.ask(Integer.class, "prepare", first, count, kind);
        return first;
    }

    /** Makes as many as will do for this time. */
    int prepare(String kind, Duration time, double expectedRate) throws IOException {
        return prepare(kind, (int) Math.min(MOST, 3_000 + 1.4 * expectedRate * time.toMillis() / 1_000));
    }

    /** Sends what is prepared, as fast as it is answered. */
    Outcome run(int port, int connections, Duration time) throws IOException {
        return child.ask(Outcome.class, "run", port, connections, time.toMillis(), 0);
    }

    Outcome runAll(int port, int connections) throws IOException {
        return run(port, connections, NO_END);
    }

    /** Sends what is prepared, one request each interval. */
    Outcome pace(int port, Duration interval) throws IOException {
        return child.ask(Outcome.class, "run", port, 16, NO_END.toMillis(), interval.toNanos() / 1_000);
    }

    @Override
    public void close() {
        child.close();
    }
}
