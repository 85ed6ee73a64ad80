package dev.comanda.web.access;

import dev.comanda.web.connection.Source;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Counts wrong tokens per source, so that guessing costs a minute for every ten guesses.
 *
 * <p>A right token passes also from a blocked source: behind a proxy all callers share one address, and a stranger who
 * guesses must not lock them out; tokens are long enough that the eleventh guess is no likelier than the first. An IPv6
 * source is its /64, which is what one customer gets. At most 10,000 sources are remembered.
 */
@Singleton
class FailedTokens {
    static final int LIMIT = 10;
    static final Duration WINDOW = Duration.ofMinutes(1);
    static final int MAX_SOURCES = 10_000;

    private final InstantSource clock;
    private final RecentCounts failures;

    FailedTokens(InstantSource clock) {
        this.clock = clock;
        this.failures = new RecentCounts(clock, WINDOW, MAX_SOURCES);
    }

    /** How much longer this source must wait, if it must. */
    Optional<Duration> blocked(String address) {
        return failures.of(Source.of(address).name())
                .filter(count -> count.times() >= LIMIT)
                .map(count -> Duration.between(clock.instant(), count.end()));
    }

    void count(String address) {
        failures.add(Source.of(address).name());
    }

    int size() {
        return failures.size();
    }
}
