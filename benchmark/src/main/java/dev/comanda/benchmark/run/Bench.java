package dev.comanda.benchmark.run;

import dev.comanda.benchmark.load.Outcome;
import dev.comanda.benchmark.load.Received;
import dev.comanda.benchmark.report.Line;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What every path works with: one warm service, its database, the generator and the receiver. */
record Bench(
        Options options,
        Application service,
        Database database,
        Generator generator,
        Child receiver,
        int receiverPort,
        Consumer<Line> lines) {
    static final int CONNECTIONS = 64;
    private static final Duration NO_PROGRESS = Duration.ofSeconds(60);

    Usage usage() throws Exception {
        return new Meters(service.pid(), database, List.of(generator.pid(), receiver.pid())).read();
    }

    String receiverUrl(String partner) {
        return "http://127.0.0.1:" + receiverPort + "/" + partner;
    }

    Received received(int first, int count) throws IOException {
        return receiver.ask(Received.class, "received", first, count);
    }

    void resetReceiver() throws IOException {
        receiver.ask(Boolean.class, "reset");
    }

    /** Waits until that many different events have come, or none for a minute. */
    Received awaitReceived(int expected) throws Exception {
        Received received = received(0, 0);
        long progress = System.nanoTime();
        while (received.calls() - received.copies() < expected
                && System.nanoTime() - progress < NO_PROGRESS.toNanos()) {
            Thread.sleep(50);
            Received now = received(0, 0);
            progress = now.calls() > received.calls() ? System.nanoTime() : progress;
            received = now;
        }
        return received;
    }

    void line(
            String key,
            String label,
            double events,
            double rate,
            @Nullable Outcome outcome,
            @Nullable Usage used,
            String note) {
        String failures = outcome == null || outcome.failed() == 0
                ? ""
                : "%d FAILED, last with %d".formatted(outcome.failed(), outcome.lastStatus());
        lines.accept(new Line(
                key,
                label,
                rate,
                outcome == null ? null : outcome.p50(),
                outcome == null ? null : outcome.p99(),
                used == null ? null : each(1_000 * used.service(), events),
                used == null ? null : each(1_000 * used.database(), events),
                used == null ? null : each(1_000 * used.clients(), events),
                used == null ? null : each(used.statements(), events),
                used == null ? null : each(used.commits(), events),
                used == null ? null : each(used.walBytes(), events),
                used == null || Double.isNaN(used.others()) ? null : used.others(),
                note.isEmpty() || failures.isEmpty() ? note + failures : note + "; " + failures));
    }

    private static @Nullable Double each(double amount, double events) {
        return Double.isNaN(amount) || events == 0 ? null : amount / events;
    }
}
