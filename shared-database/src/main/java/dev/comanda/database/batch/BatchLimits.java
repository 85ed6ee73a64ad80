package dev.comanda.database.batch;

import java.time.Duration;

/**
 * Bounds of a {@link GroupCommit}.
 *
 * @param writers threads, each with a connection of its own; at least 1
 * @param items most items of one transaction; at least 1
 * @param bytes most bytes of one transaction; a single larger item is a transaction of its own
 * @param waiting most items that wait for one writer; at least 1
 * @param patience how long a caller waits for the commit
 */
public record BatchLimits(int writers, int items, long bytes, int waiting, Duration patience) {
    public BatchLimits {
        if (writers < 1 || items < 1 || bytes < 1 || waiting < 1 || !patience.isPositive()) {
            throw new IllegalArgumentException("every limit must be positive");
        }
    }
}
