package dev.comanda.web.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts things by name, each for a window of time that begins with the first. At most a given number of names is
 * remembered; the one whose window began first is forgotten for the next.
 */
final class RecentCounts {
    private final InstantSource clock;
    private final Duration window;
    private final int maxNames;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    RecentCounts(InstantSource clock, Duration window, int maxNames) {
        this.clock = clock;
        this.window = window;
        this.maxNames = maxNames;
    }

    /** How often, and until when this is remembered; empty when not at all. */
    synchronized Optional<Count> of(String name) {
        return Optional.ofNullable(counts.get(name))
                .filter(count -> clock.instant().isBefore(count.end()));
    }

    synchronized void add(String name) {
        Instant now = clock.instant();
        forgetPassed(now);
        counts.merge(name, new Count(1, now.plus(window)), (old, one) -> new Count(old.times() + 1, old.end()));
        if (counts.size() > maxNames) {
            forgetFirst();
        }
    }

    synchronized int size() {
        return counts.size();
    }

    /** The names are in the order of their ends, since all windows have one length. */
    private void forgetPassed(Instant now) {
        while (!counts.isEmpty()
                && !now.isBefore(counts.values().iterator().next().end())) {
            forgetFirst();
        }
    }

    private void forgetFirst() {
        Iterator<Count> oldest = counts.values().iterator();
        oldest.next();
        oldest.remove();
    }

    record Count(int times, Instant end) {}
}
