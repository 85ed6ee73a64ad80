package dev.comanda.benchmark.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.comanda.benchmark.load.Outcome;
import java.time.Duration;

/** Paths c and d: webhooks of one partner that are stored, and webhooks that are handled too. */
final class Inbound {
    private static final int RESERVATIONS = 1_000;
    private static final int FIRST_ROUND = 1_000;
    private static final int MANY_CONNECTIONS = 256;

    private final Bench bench;
    private final Options options;
    private final String secret;

    /** Registers the partner, and tells it of the reservations that it will book services for. */
    Inbound(Bench bench) throws Exception {
        this.bench = bench;
        this.options = bench.options();
        String registered =
                bench.service().call("POST", "/partners/register", """
                {"name":"Sender","code":"sender","webhook_url":"%s","events":["event.reservation_confirmed"]}""".formatted(bench.receiverUrl("sender")));
        secret = new ObjectMapper().readTree(registered).at("/shared_secret").asText();
        bench.generator().prepare("dinner /partners/sender/notify-event L 10", RESERVATIONS);
        bench.generator().runAll(bench.service().port(), 8);
        if (bench.awaitReceived(RESERVATIONS).calls() != RESERVATIONS) {
            throw new IllegalStateException("the partner was not told of all reservations");
        }
        bench.service().call("PATCH", "/partners/sender", "{\"events\":[\"nothing.at_all\"]}");
        bench.resetReceiver();
    }

    void accept(Duration warmUp, String suffix, String label) throws Exception {
        String kind = kind("unknown.type", "plain");
        Generator generator = bench.generator();
        double rate = WarmUp.steady(warmUp, last -> {
            generator.prepare(kind, options.window(), Math.max(last, 2_000));
            return generator
                    .run(bench.service().port(), Bench.CONNECTIONS, options.window())
                    .rate();
        });
        accept(kind, rate, Bench.CONNECTIONS, suffix, label);
        if (suffix.isEmpty()) {
            accept(kind, rate, MANY_CONNECTIONS, suffix, label);
        }
    }

    private void accept(String kind, double rate, int connections, String suffix, String label) throws Exception {
        bench.generator().prepare(kind, options.measured(), rate);
        Usage before = bench.usage();
        Outcome outcome = bench.generator().run(bench.service().port(), connections, options.measured());
        Usage used = bench.usage().since(before);
        bench.line(
                "accept" + connections + suffix,
                "accept, %d connections%s".formatted(connections, label),
                outcome.answered(),
                outcome.rate(),
                outcome,
                used,
                "");
    }

    void handle(Duration warmUp) throws Exception {
        double rate = WarmUp.steady(warmUp, last -> {
            int count = Math.max(FIRST_ROUND, (int) (last * options.window().toSeconds()));
            bench.generator().prepare(kind("service.booked_for_event", "booked"), count);
            return count / handleAll();
        });
        int count = Math.max(FIRST_ROUND, (int) (rate * options.measured().toSeconds()));
        long bookings = bench.database().bookings();
        bench.generator().prepare(kind("service.booked_for_event", "booked"), count);
        Usage before = bench.usage();
        long start = System.nanoTime();
        Outcome outcome = bench.generator().runAll(bench.service().port(), Bench.CONNECTIONS);
        awaitHandled();
        double seconds = (System.nanoTime() - start) / 1e9;
        Usage used = bench.usage().since(before);
        long effects = bench.database().bookings() - bookings;
        bench.line(
                "handle",
                "accept and handle a booking",
                count,
                count / seconds,
                outcome,
                used,
                effects == count
                        ? "accepted at %.0f/s".formatted(outcome.rate())
                        : "%d of %d BOOKED".formatted(effects, count));
    }

    /** A little of what is handled, for {@link History} to multiply. */
    void seed() throws Exception {
        bench.generator().prepare(kind("service.booked_for_event", "booked"), RESERVATIONS);
        handleAll();
    }

    private double handleAll() throws Exception {
        long start = System.nanoTime();
        bench.generator().runAll(bench.service().port(), Bench.CONNECTIONS);
        awaitHandled();
        return (System.nanoTime() - start) / 1e9;
    }

    private void awaitHandled() throws Exception {
        while (bench.database().hasUnhandledEvents()) {
            Thread.sleep(50);
        }
    }

    private String kind(String type, String prefix) {
        return "webhook sender %s %s %s- %d %s".formatted(secret, type, prefix, RESERVATIONS, options.randomIds());
    }
}
