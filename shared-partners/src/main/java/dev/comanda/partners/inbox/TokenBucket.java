package dev.comanda.partners.inbox;

import java.time.Duration;

/**
 * Holds up to {@code burst} tokens and gains {@code perSecond} of them each second. It stores only the moment at which it
 * is full again.
 */
final class TokenBucket {
    static final int MOST = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private final long nanosPerToken;
    private final long nanosToFill;
    private long fullAt;

    /**
     * A full bucket.
     *
     * @param perSecond 1 to 1,000,000
     * @param burst 1 to 1,000,000
     */
    TokenBucket(int perSecond, int burst) {
        this.nanosPerToken = SECOND / perSecond;
        this.nanosToFill = nanosPerToken * burst;
    }

    /**
     * Takes a token.
     *
     * @param now nanoseconds of a clock that starts at 0 and never goes back
     * @return zero when there was a token; else how long until there is one, and nothing is taken
     */
    synchronized Duration take(long now) {
        long after = Math.max(fullAt, now) + nanosPerToken;
        if (after - now > nanosToFill) {
            return Duration.ofNanos(after - now - nanosToFill);
        }
        fullAt = after;
        return Duration.ZERO;
    }
}
