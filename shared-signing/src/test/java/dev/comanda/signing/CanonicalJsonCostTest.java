package dev.comanda.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What 1 MiB from a stranger costs. The best of several runs counts. The bound is about three times what is measured on an
 * idle machine. On a machine whose CPUs are shared with others, CPU time itself is several times longer at some moments, so
 * a run also passes when it costs at most four times what the JDK needs at that moment to read and print as many numbers.
 */
class CanonicalJsonCostTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final int RUNS = 30;
    private static final Duration MOST = Duration.ofMillis(150);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @TestFactory
    Stream<DynamicTest> aHostileMebibyteCostsLittleCpu() {
        return hostile().entrySet().stream()
                .map(document -> DynamicTest.dynamicTest(
                        document.getKey(), () -> assertCheap(document.getValue().getBytes(UTF_8))));
    }

    private static Map<String, String> hostile() {
        Random random = new Random(1);
        List<String> keys = IntStream.range(0, 200_000)
                .mapToObj(i -> Integer.toString(i, 36))
                .collect(Collectors.toList());
        Collections.shuffle(keys, random);
        List<String> colliding = IntStream.range(0, 1 << 16)
                .mapToObj(CanonicalJsonCostTest::colliding)
                .collect(Collectors.toList());
        Collections.shuffle(colliding, random);
        return Map.ofEntries(
                Map.entry("short numbers", array(_ -> "1e9")),
                Map.entry("numbers near zero", array(_ -> "5e-324")),
                Map.entry("numbers of 17 digits", array(_ -> Double.toString(random.nextDouble() * 1e-300))),
                Map.entry("numbers of 990 digits", array(_ -> "0." + "1".repeat(988) + "e-300")),
                Map.entry("many arrays", array(_ -> "[]")),
                Map.entry("many unsorted objects", array(_ -> "{\"b\":1,\"a\":1}")),
                Map.entry("unsorted objects in each other", inEachOther()),
                Map.entry("many keys", object(keys::get)),
                Map.entry("keys with the same start", object(i -> "k".repeat(8) + keys.get(i))),
                Map.entry("keys with the same hash", object(colliding::get)),
                Map.entry("many escapes", "\"" + "\\n".repeat(MEBIBYTE / 2 - 1) + "\""),
                Map.entry("many characters to escape", "\"" + "\u007f".repeat(MEBIBYTE - 2) + "\""));
    }

    private static String colliding(int bits) {
        return IntStream.range(0, 16)
                .mapToObj(i -> (bits >> i & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining());
    }

    private static String inEachOther() {
        int levels = CanonicalJson.MAX_DEPTH;
        String text = "\"" + "\u007f".repeat(MEBIBYTE - 2_000) + "\"";
        return "{\"b\":".repeat(levels) + text + ",\"a\":0}".repeat(levels);
    }

    private static String array(IntFunction<String> item) {
        return filled('[', item, ']');
    }

    private static String object(IntFunction<String> key) {
        return filled('{', i -> "\"" + key.apply(i) + "\":0", '}');
    }

    private static String filled(char open, IntFunction<String> item, char close) {
        StringBuilder text = new StringBuilder(MEBIBYTE).append(open).append(item.apply(0));
        String next = item.apply(1);
        for (int i = 2; text.length() + next.length() + 2 <= MEBIBYTE; i++) {
            text.append(',').append(next);
            next = item.apply(i);
        }
        return text.append(close).toString();
    }

    private static void assertCheap(byte[] document) throws NotCanonicalizable {
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            CanonicalJson.of(document);
            long cost = THREADS.getCurrentThreadCpuTime() - start;
            long numbers = costOfNumbers();
            if (cost < MOST.toNanos() || cost < 4 * numbers) {
                return;
            }
            runs.add(cost / 1_000_000 + " ms, numbers " + numbers / 1_000_000 + " ms");
        }
        fail("every run was too expensive: " + runs);
    }

    /** As many as fit in 1 MiB. */
    private static long costOfNumbers() {
        long start = THREADS.getCurrentThreadCpuTime();
        int characters = 0;
        for (int i = 0; i < MEBIBYTE / 7; i++) {
            characters += Double.toString(Double.parseDouble("5e-324")).length();
        }
        assertThat(characters).isPositive();
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
