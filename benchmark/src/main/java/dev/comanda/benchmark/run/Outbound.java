package dev.comanda.benchmark.run;

import dev.comanda.benchmark.load.Outcome;
import dev.comanda.benchmark.load.Received;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Paths e to h: events that are published and delivered. */
final class Outbound {
    private static final String PUBLISH = "dinner /reservations P 60";
    private static final int BACKLOG = 10_000;
    private static final int FAST_BACKLOG = 30_000;
    private static final double FAST = 3_000;
    private static final int IDLE_EVENTS = 200;
    private static final Duration IDLE_INTERVAL = Duration.ofMillis(50);
    private static final Duration STEADY_INTERVAL = Duration.ofMillis(20);

    private final Bench bench;
    private final Options options;

    /** Registers the partner that answers at once. */
    Outbound(Bench bench) throws Exception {
        this.bench = bench;
        this.options = bench.options();
        register("healthy", bench.receiverUrl("healthy"));
    }

    void publishAndDeliver(Duration warmUp, String suffix, String label) throws Exception {
        Generator generator = bench.generator();
        double rate = WarmUp.steady(warmUp, last -> {
            bench.resetReceiver();
            generator.prepare(PUBLISH, options.window(), Math.max(last, 1_000));
            Outcome published = generator.run(bench.service().port(), Bench.CONNECTIONS, options.window());
            bench.awaitReceived(published.answered());
            return published.rate();
        });
        generator.prepare(PUBLISH, options.measured(), rate);
        bench.resetReceiver();
        Usage before = bench.usage();
        Outcome published = generator.run(bench.service().port(), Bench.CONNECTIONS, options.measured());
        int backlog = published.answered() - bench.received(0, 0).calls();
        Received received = bench.awaitReceived(published.answered());
        Usage used = bench.usage().since(before);
        double seconds = (received.last() - published.firstAt()) / 1e6;
        bench.line(
                "publish" + suffix,
                "publish while delivering" + label,
                published.answered(),
                published.rate(),
                published,
                null,
                "backlog at the end %d".formatted(Math.max(0, backlog)));
        bench.line(
                "deliver" + suffix,
                "publish and deliver, start to last" + label,
                received.calls(),
                received.calls() / seconds,
                null,
                used,
                missing(published.answered(), received));
    }

    void backlog() throws Exception {
        bench.service().call("POST", "/partners/healthy/pause", "");
        bench.generator().prepare(PUBLISH, options.quick() ? 3_000 : BACKLOG);
        Outcome published = bench.generator().runAll(bench.service().port(), Bench.CONNECTIONS);
        int waiting = published.answered();
        if (published.rate() > FAST) {
            bench.generator().prepare(PUBLISH, FAST_BACKLOG - BACKLOG);
            waiting += bench.generator()
                    .runAll(bench.service().port(), Bench.CONNECTIONS)
                    .answered();
        }
        bench.resetReceiver();
        Usage before = bench.usage();
        long start = System.nanoTime();
        bench.service().call("POST", "/partners/healthy/resume", "");
        long resumed = System.nanoTime();
        Received received = bench.awaitReceived(waiting);
        Usage used = bench.usage().since(before);
        double seconds = (received.last() - received.first()) / 1e6 + Math.min((resumed - start) / 1e9, 1);
        bench.line(
                "backlog",
                "deliver a backlog of %d".formatted(waiting),
                received.calls(),
                received.calls() / seconds,
                null,
                used,
                missing(waiting, received));
    }

    /** A little of what is delivered, for {@link History} to multiply. */
    void seed() throws Exception {
        bench.generator().prepare(PUBLISH, IDLE_EVENTS);
        bench.resetReceiver();
        bench.awaitReceived(bench.generator().runAll(bench.service().port(), 8).answered());
    }

    void idleLatency() throws Exception {
        latency("idle", "idle: request to arrival, one at a time", IDLE_EVENTS, IDLE_INTERVAL);
    }

    void besideOthers() throws Exception {
        int events = (int) (options.measured().toMillis() / 2 / STEADY_INTERVAL.toMillis());
        latency("alone", "50/s: request to arrival, alone", events, STEADY_INTERVAL);
        register("slow", bench.receiverUrl("slow"));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            register("dead", "http://127.0.0.1:" + free.getLocalPort() + "/");
        }
        latency("beside", "50/s: beside a dead and a slow partner", events, STEADY_INTERVAL);
        bench.service().call("DELETE", "/partners/slow", "");
        bench.service().call("DELETE", "/partners/dead", "");
    }

    private void latency(String key, String label, int events, Duration interval) throws Exception {
        latencyOf(key + "-warm-up", label, events / 4, interval);
        Outcome measured = latencyOf(key, label, events, interval);
        if (measured.failed() > 0) {
            throw new IllegalStateException(label + ": " + measured.failed() + " failed");
        }
    }

    private Outcome latencyOf(String key, String label, int events, Duration interval) throws Exception {
        bench.resetReceiver();
        int first = bench.generator().prepare(PUBLISH, events);
        Usage before = bench.usage();
        Outcome sent = bench.generator().pace(bench.service().port(), interval);
        Received all = bench.awaitReceived(sent.answered());
        Usage used = bench.usage().since(before);
        List<Long> arrived = bench.received(first, events).times();
        long[] micros = new long[events];
        Arrays.setAll(micros, i -> arrived.get(i) - sent.sentAt().get(i));
        Arrays.sort(micros);
        Outcome lag = new Outcome(
                sent.answered(),
                sent.failed(),
                sent.seconds(),
                micros[events / 2] / 1e3,
                micros[events * 99 / 100] / 1e3,
                sent.firstAt(),
                sent.sentAt(),
                sent.lastStatus());
        if (!key.endsWith("-warm-up")) {
            bench.line(key, label, events, sent.rate(), lag, used, missing(events, all));
        }
        return sent;
    }

    private static String missing(int expected, Received received) {
        int distinct = received.calls() - received.copies();
        return (distinct == expected ? "" : "%d of %d ARRIVED".formatted(distinct, expected))
                + (received.copies() == 0 ? "" : " %d copies".formatted(received.copies()));
    }

    private void register(String code, String url) throws Exception {
        bench.service().call("POST", "/partners/register", """
                {"name":"Partner","code":"%s","webhook_url":"%s","events":["event.*"]}""".formatted(code, url));
    }
}
