package dev.comanda.benchmark.run;

import dev.comanda.benchmark.load.Commits;
import dev.comanda.benchmark.load.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Paths a and b: what the stack can do without the product, and the database without the service. */
final class Yardsticks {
    private static final int COMMITTERS = 16;
    private static final int BATCH = 64;

    private final Bench bench;
    private final Options options;

    Yardsticks(Bench bench) {
        this.bench = bench;
        this.options = bench.options();
    }

    void bare(Path jar, Path folder) throws Exception {
        try (Application bare = Application.bare(jar, folder)) {
            Duration warmUp = options.firstWarmUp().dividedBy(2);
            requests(bare, "bare", "bare", "bare POST on a virtual thread", warmUp);
        }
    }

    void health(Duration warmUp) throws Exception {
        requests(bench.service(), "health", "get /q/health/live", "GET /q/health/live of the service", warmUp);
    }

    private void requests(Application target, String key, String kind, String label, Duration warmUp) throws Exception {
        Generator generator = bench.generator();
        Meters meters = new Meters(target.pid(), null, List.of(generator.pid()));
        double rate = WarmUp.steady(warmUp, last -> {
            generator.prepare(kind, options.window(), Math.max(last, 10_000));
            return generator
                    .run(target.port(), Bench.CONNECTIONS, options.window())
                    .rate();
        });
        generator.prepare(kind, options.measured(), rate);
        Usage before = meters.read();
        Outcome outcome = generator.run(target.port(), Bench.CONNECTIONS, options.measured());
        Usage used = meters.read().since(before);
        bench.line(key, label, outcome.answered(), outcome.rate(), outcome, used, "");
    }

    void commits() throws Exception {
        try (Child committers = new Child(Commits.class, bench.database().login())) {
            commits(committers, 1, "commit1", "PostgreSQL, one row a commit");
            commits(committers, BATCH, "commit64", "PostgreSQL, 64 rows a commit");
        }
        bench.database().execute("drop table benchmark_row");
        bench.database().execute("checkpoint");
    }

    private void commits(Child committers, int rows, String key, String label) throws Exception {
        Meters meters = new Meters(bench.service().pid(), bench.database(), List.of(committers.pid()));
        run(committers, rows, options.window());
        Usage before = meters.read();
        Outcome outcome = run(committers, rows, options.measured());
        Usage used = meters.read().since(before);
        bench.line(key, label, outcome.answered(), outcome.rate(), outcome, used, COMMITTERS + " connections");
    }

    private static Outcome run(Child committers, int rows, Duration time) throws Exception {
        return committers.ask(Outcome.class, "run", COMMITTERS, rows, time.toMillis());
    }
}
