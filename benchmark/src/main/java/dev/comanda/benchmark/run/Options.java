package dev.comanda.benchmark.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What to measure.
 *
 * @param paths one letter for each path, see {@link Benchmark}
 * @param service the packaged restaurant service
 * @param javaOptions for the service alone, such as a flight recording
 * @param history rows in each table before anything is measured
 * @param partners how many are registered for path i
 * @param json where the figures go as JSON, or null
 * @param docs the folder of performance.md, or null to leave it alone
 */
record Options(
        boolean quick,
        Set<String> paths,
        Path service,
        String javaOptions,
        int history,
        boolean randomIds,
        int partners,
        @Nullable Path json,
        @Nullable Path docs) {
    static final List<String> ALL = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    static final Path DEFAULT_SERVICE = Path.of("restaurant-service/target/quarkus-app/quarkus-run.jar");

    static Options of(String... arguments) {
        Deque<String> words = new ArrayDeque<>(List.of(arguments));
        boolean quick = false;
        Set<String> paths = new TreeSet<>(ALL);
        Path service = DEFAULT_SERVICE;
        String javaOptions = "";
        int history = 0;
        boolean randomIds = false;
        int partners = 2_000;
        Path json = null;
        Path docs = null;
        while (!words.isEmpty()) {
            String word = words.pop();
            switch (word) {
                case "--quick" -> quick = true;
                case "--random-ids" -> randomIds = true;
                case "--write-docs" -> docs = Path.of("docs");
                case "--only" -> paths = pathsOf(value(word, words));
                case "--service" -> service = Path.of(value(word, words));
                case "--java-options" -> javaOptions = value(word, words);
                case "--history" -> history = number(word, words);
                case "--partners" -> partners = number(word, words);
                case "--json" -> json = Path.of(value(word, words));
                default -> throw new IllegalArgumentException("there is no option " + word);
            }
        }
        return new Options(quick, paths, service, javaOptions, history, randomIds, partners, json, docs);
    }

    boolean has(String path) {
        return paths.contains(path);
    }

    Duration window() {
        return Duration.ofSeconds(quick ? 3 : 5);
    }

    /** The least time that a path runs before it is measured, when no path has warmed up the service yet. */
    Duration firstWarmUp() {
        return Duration.ofSeconds(quick ? 15 : 60);
    }

    /** The same, when the service is warm from another path. */
    Duration laterWarmUp() {
        return Duration.ofSeconds(quick ? 3 : 10);
    }

    Duration measured() {
        return Duration.ofSeconds(quick ? 6 : 20);
    }

    private static Set<String> pathsOf(String list) {
        Set<String> paths = new TreeSet<>(List.of(list.split(",")));
        if (!ALL.containsAll(paths)) {
            throw new IllegalArgumentException("--only takes some of " + String.join(",", ALL));
        }
        return paths;
    }

    private static String value(String option, Deque<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return words.pop();
    }

    private static int number(String option, Deque<String> words) {
        String value = value(option, words);
        if (!value.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(option + " needs a whole number");
        }
        return Integer.parseInt(value);
    }
}
