package dev.comanda.system;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what must come true soon. It asks the less often the longer it takes: to ask costs what it waits for. */
final class Await {
    private static final Duration SOON = Duration.ofSeconds(60);

    private Await() {}

    /** @return whether it came true in time */
    static boolean soon(BooleanSupplier condition) {
        return within(SOON, condition);
    }

    /** @return whether it came true in time */
    static boolean within(Duration patience, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            if (waited.compareTo(patience) > 0) {
                return false;
            }
            try {
                Thread.sleep(Math.clamp(waited.toMillis() / 10, 20, 250));
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
        return true;
    }
}
