package dev.comanda.benchmark.run;

import dev.comanda.benchmark.load.ReceiverProcess;
import dev.comanda.benchmark.report.Facts;
import dev.comanda.benchmark.report.Line;
import dev.comanda.benchmark.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures one warm restaurant service with its own durable database, path by path, and prints a line for each.
 *
 * <p>The paths: a bare POST and health, b commits, c accept, d accept and handle, e publish and deliver, f backlog, g idle
 * latency, h a dead and a slow partner, i thousands of partners, j start and idle.
 */
public final class Benchmark {
    private static final Path BARE = Path.of("benchmark/target/quarkus-app/quarkus-run.jar");

    private final Options options;
    private final Path folder;
    private final List<Line> lines = new ArrayList<>();
    private boolean warm;

    private Benchmark(Options options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    public static void main(String... arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println("comanda bench: " + wrong.getMessage());
            System.exit(2);
            return;
        }
        Path folder = Files.createTempDirectory("comanda-bench");
        try {
            new Benchmark(options, folder).run();
        } finally {
            delete(folder);
        }
    }

    private void run() throws Exception {
        System.out.println(Report.heading());
        try (Application service = Starting.start(options, folder);
                Database database = new Database(folder);
                Generator generator = new Generator();
                Child receiver = new Child(ReceiverProcess.class)) {
            Facts facts = options.has("j") ? Starting.idle(service, database, options) : null;
            int port = receiver.ask(Integer.class, "port");
            run(new Bench(options, service, database, generator, receiver, port, this::add));
            report(facts);
        }
    }

    private void add(Line line) {
        lines.add(line);
        System.out.println(Report.text(line, lines));
    }

    private void run(Bench bench) throws Exception {
        Inbound inbound = new Inbound(bench);
        Outbound outbound = new Outbound(bench);
        if (options.history() > 0) {
            inbound.seed();
            outbound.seed();
            new History(bench.database(), options.randomIds()).fill(options.history());
        }
        if (options.has("a")) {
            new Yardsticks(bench).bare(BARE, folder);
        }
        if (options.has("b")) {
            new Yardsticks(bench).commits();
        }
        if (options.has("c")) {
            inbound.accept(warmUp(), "", "");
        }
        if (options.has("a")) {
            new Yardsticks(bench).health(warmUp());
        }
        if (options.has("d")) {
            inbound.handle(warmUp());
        }
        if (options.has("e")) {
            outbound.publishAndDeliver(warmUp(), "", "");
        }
        if (options.has("f")) {
            outbound.backlog();
        }
        if (options.has("g")) {
            outbound.idleLatency();
        }
        if (options.has("h")) {
            outbound.besideOthers();
        }
        if (options.has("i")) {
            besideManyPartners(bench, inbound, outbound);
        }
    }

    private void besideManyPartners(Bench bench, Inbound inbound, Outbound outbound) throws Exception {
        String others = "partner other " + bench.receiverUrl("other");
        bench.generator().prepare(others, options.partners());
        bench.generator().runAll(bench.service().port(), 16);
        String label = ", %d partners".formatted(options.partners());
        inbound.accept(warmUp(), "-many", label);
        outbound.publishAndDeliver(warmUp(), "-many", label);
    }

    /** The first path warms up the service; those after it have only their own code to warm up. */
    private Duration warmUp() {
        boolean first = !warm;
        warm = true;
        return first ? options.firstWarmUp() : options.laterWarmUp();
    }

    private void report(@Nullable Facts facts) throws IOException {
        Report report = Report.of(Instant.now(), facts, lines);
        if (facts != null) {
            System.out.println(facts.text());
        }
        System.out.println(Report.legend());
        if (options.json() != null) {
            report.writeJson(options.json());
        }
        if (options.docs() != null) {
            report.writeDocs(options.docs());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
