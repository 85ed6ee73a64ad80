package dev.comanda.database.batch;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Commits the writes of many callers together.
 *
 * <p>Each writer is a thread with a connection of its own, outside the pool and outside JTA. It takes what waits, writes it
 * with one {@link Batch} and commits. The next batch gathers during that commit, so no caller waits for a timer. A caller
 * gets its result only after the commit.
 *
 * <p>A batch that fails is rolled back and its items are written one by one: an item that cannot be written fails alone.
 * When the connection is lost, or the database has no time or no room, all items of the batch fail with {@link NotCommitted}.
 */
public final class GroupCommit<T, R> implements AutoCloseable {
    private final List<BatchWriter<T, R>> writers;
    private final BatchLimits limits;

    /**
     * Starts the writers. They connect when they have something to write.
     *
     * @param name of the threads
     * @param bytes how much an item counts against {@link BatchLimits#bytes()}
     */
    public GroupCommit(
            String name,
            UnpooledConnections connections,
            BatchLimits limits,
            ToIntFunction<T> bytes,
            Batch<T, R> batch,
            BatchObserver observer) {
        this.limits = limits;
        this.writers = IntStream.range(0, limits.writers())
                .mapToObj(i ->
                        new BatchWriter<>(name + "-" + i, connections::openForBatches, limits, bytes, batch, observer))
                .toList();
        writers.forEach(BatchWriter::start);
    }

    /**
     * Writes this item with others. Items of one owner go to one writer, in the order in which they come.
     *
     * @return completed by the writer's thread after the commit; fails with {@link NotCommitted}, or with what the batch
     *     threw for this item alone
     */
    public CompletableFuture<R> submit(String owner, T item) {
        CompletableFuture<R> result = new CompletableFuture<>();
        writers.get(Math.floorMod(owner.hashCode(), writers.size())).add(item, result);
        return result;
    }

    /** Writes what waits, then ends the writers. */
    @Override
    public void close() {
        writers.forEach(BatchWriter::stop);
        writers.forEach(writer -> writer.awaitEnd(limits.patience()));
    }

    /** How many items wait now. */
    public int waiting() {
        return writers.stream().mapToInt(BatchWriter::waiting).sum();
    }
}
