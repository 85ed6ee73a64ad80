package dev.comanda.benchmark.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Repeats a path until its rate no longer changes. */
final class WarmUp {
    private static final double ENOUGH = 0.10;
    private static final int LONGEST = 2;

    private WarmUp() {}

    /** One window of a path; answers its rate. */
    interface Window {
        double run(double lastRate) throws Exception;
    }

    /**
     * Runs windows for at least this time, and then until two successive rates differ by less than a tenth; at most
     * twice as long.
     *
     * @return the last rate
     */
    static double steady(Duration least, Window window) throws Exception {
        return steady(least, InstantSource.system(), window);
    }

    static double steady(Duration least, InstantSource clock, Window window) throws Exception {
        Instant start = clock.instant();
        double last = 0;
        while (true) {
            double rate = window.run(last);
            Duration elapsed = Duration.between(start, clock.instant());
            if (elapsed.compareTo(least) >= 0
                    && (isSteady(last, rate) || elapsed.compareTo(least.multipliedBy(LONGEST)) >= 0)) {
                return rate;
            }
            last = rate;
        }
    }

    static boolean isSteady(double before, double after) {
        return Math.abs(after - before) < ENOUGH * before;
    }
}
