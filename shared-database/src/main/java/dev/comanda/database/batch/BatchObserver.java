package dev.comanda.database.batch;

/** Learns of each transaction of a {@link GroupCommit}, for metrics. Called by the writer's thread; must return at once. */
@FunctionalInterface
public interface BatchObserver {
    BatchObserver NONE = (_, _, _) -> {};

    /**
     * @param items committed together
     * @param waitedNanos how long the oldest of them had waited for its writer
     * @param commitNanos from the first statement to the end of the commit
     */
    void committed(int items, long waitedNanos, long commitNanos);
}
