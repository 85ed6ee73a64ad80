package dev.comanda.web.access;

import dev.comanda.web.connection.Source;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts wrong tokens per source, so that guessing costs a minute for every ten guesses.
 *
 * <p>A right token passes also from a blocked source: behind a proxy all callers share one address, and a stranger who
 * guesses must not lock them out; tokens are long enough that the eleventh guess is no likelier than the first. An IPv6
 * source is its /64, which is what one customer gets. At most 10,000 sources are remembered; the one whose window began
 * first is forgotten for the next.
 */
@Singleton
class FailedTokens {
    static final int LIMIT = 10;
    static final Duration WINDOW = Duration.ofMinutes(1);
    static final int MAX_SOURCES = 10_000;

    private final InstantSource clock;
    private final Map<Source, Window> windows = new LinkedHashMap<>();

    FailedTokens(InstantSource clock) {
        this.clock = clock;
    }

    /** How much longer this source must wait, if it must. */
    synchronized Optional<Duration> blocked(String address) {
        Window window = windows.get(Source.of(address));
        Instant now = clock.instant();
        return window == null || window.failures < LIMIT || !now.isBefore(window.end)
                ? Optional.empty()
                : Optional.of(Duration.between(now, window.end));
    }

    synchronized void count(String address) {
        Instant now = clock.instant();
        forgetPassed(now);
        Window window = windows.computeIfAbsent(Source.of(address), first -> new Window(now.plus(WINDOW)));
        window.failures++;
        if (windows.size() > MAX_SOURCES) {
            forgetFirst();
        }
    }

    synchronized int size() {
        return windows.size();
    }

    /** Windows are in the order of their ends, since all have one length. */
    private void forgetPassed(Instant now) {
        while (!windows.isEmpty() && !now.isBefore(windows.values().iterator().next().end)) {
            forgetFirst();
        }
    }

    private void forgetFirst() {
        Iterator<Window> oldest = windows.values().iterator();
        oldest.next();
        oldest.remove();
    }

    private static final class Window {
        private final Instant end;
        private int failures;

        Window(Instant end) {
            this.end = end;
        }
    }
}
