package dev.comanda.system;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what must come true soon. */
final class Await {
    private static final Duration SOON = Duration.ofSeconds(60);

    private Await() {}

    /** @return whether it came true in time */
    static boolean soon(BooleanSupplier condition) {
        return within(SOON, condition);
    }

    /** @return whether it came true in time */
    static boolean within(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
        return true;
    }
}
