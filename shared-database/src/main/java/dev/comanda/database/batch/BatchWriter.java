package dev.comanda.database.batch;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One thread and its connection. */
final class BatchWriter<T, R> {
    private static final Logger LOG = Logger.getLogger(BatchWriter.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Connections connections;
    private final BatchLimits limits;
    private final ToIntFunction<T> bytes;
    private final Batch<T, R> batch;
    private final BatchObserver observer;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Waiting<T, R>> queue = new ArrayDeque<>();
    private long taken;
    private boolean writing;
    private boolean stopping;
    private @Nullable Connection connection;

    BatchWriter(
            String name,
            Connections connections,
            BatchLimits limits,
            ToIntFunction<T> bytes,
            Batch<T, R> batch,
            BatchObserver observer) {
        this.connections = connections;
        this.limits = limits;
        this.bytes = bytes;
        this.batch = batch;
        this.observer = observer;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void add(T item, CompletableFuture<R> result) {
        lock.lock();
        try {
            if (stopping || queue.size() >= limits.waiting()) {
                result.completeExceptionally(new NotCommitted(stopping ? "stopping" : "too many wait to be written"));
                return;
            }
            queue.add(new Waiting<>(item, result, System.nanoTime()));
            if (queue.size() == 1) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopping = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void awaitEnd(Duration patience) {
        try {
            thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (List<Waiting<T, R>> next = take(); !next.isEmpty(); next = take()) {
            List<Waiting<T, R>> batch = next;
            long number = taken;
            Duration waited =
                    Duration.ofNanos(System.nanoTime() - batch.getFirst().since());
            after(limits.patience().minus(waited), () -> endPatience(batch, number));
            try {
                write(batch);
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "Writer %s failed a batch", thread.getName());
                closeConnection();
                fail(batch, e);
            }
        }
        closeConnection();
    }

    /** Waits for items. Empty once the writer stops and nothing is left. */
    private List<Waiting<T, R>> take() {
        lock.lock();
        try {
            writing = false;
            while (queue.isEmpty() && !stopping) {
                changed.awaitUninterruptibly();
            }
            writing = true;
            taken++;
            return removeSome();
        } finally {
            lock.unlock();
        }
    }

    /**
     * One timer for each batch instead of one for each item. When the batch is still being written after so long, its callers
     * are told, and so are those who wait behind it, until the writer is free again.
     */
    private void endPatience(List<Waiting<T, R>> batch, long number) {
        List<Waiting<T, R>> late = new ArrayList<>();
        lock.lock();
        try {
            if (!writing || taken != number) {
                return;
            }
            long latest = System.nanoTime() - limits.patience().toNanos();
            batch.stream().filter(it -> it.since() - latest <= 0).forEach(late::add);
            while (!queue.isEmpty() && queue.getFirst().since() - latest <= 0) {
                late.add(queue.removeFirst());
            }
        } finally {
            lock.unlock();
        }
        fail(late, new NotCommitted("not committed within " + limits.patience()));
        after(LOOK_AGAIN, () -> endPatience(batch, number));
    }

    private static void after(Duration delay, Runnable work) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(work);
    }

    private List<Waiting<T, R>> removeSome() {
        List<Waiting<T, R>> some = new ArrayList<>();
        long sum = 0;
        while (!queue.isEmpty() && some.size() < limits.items()) {
            sum += bytes.applyAsInt(queue.getFirst().item());
            if (sum > limits.bytes() && !some.isEmpty()) {
                break;
            }
            some.add(queue.removeFirst());
        }
        return some;
    }

    private void write(List<Waiting<T, R>> all) {
        List<Waiting<T, R>> wanted =
                all.stream().filter(waiting -> !waiting.result().isDone()).toList();
        if (wanted.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        try {
            List<R> results = commit(wanted);
            observer.committed(wanted.size(), start - wanted.getFirst().since(), System.nanoTime() - start);
            for (int i = 0; i < results.size(); i++) {
                wanted.get(i).result().complete(results.get(i));
            }
        } catch (SQLException | RuntimeException e) {
            if (!rollBack()) {
                fail(wanted, new NotCommitted("the connection to the database was lost", e));
            } else if (wanted.size() == 1) {
                wanted.getFirst().result().completeExceptionally(e);
            } else if (concernsAll(e)) {
                fail(wanted, new NotCommitted("the database did not write the batch", e));
            } else {
                LOG.debugf("A batch of %d is written one by one: %s", wanted.size(), e.getMessage());
                wanted.forEach(one -> write(List.of(one)));
            }
        }
    }

    private List<R> commit(List<Waiting<T, R>> wanted) throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connections.open();
            connection = open;
            endStatementsBeforeCallersGiveUp(open);
        }
        List<T> items = new ArrayList<>(wanted.size());
        wanted.forEach(waiting -> items.add(waiting.item()));
        List<R> results = batch.write(open, items);
        if (results.size() != items.size()) {
            throw new IllegalStateException(results.size() + " results for " + items.size() + " items");
        }
        open.commit();
        return results;
    }

    /** So that who is told of a timeout knows that nothing was written, unless the commit itself takes that long. */
    private void endStatementsBeforeCallersGiveUp(Connection open) throws SQLException {
        try (Statement statement = open.createStatement()) {
            statement.execute("set statement_timeout = "
                    + limits.patience().multipliedBy(4).dividedBy(5).toMillis());
        }
        open.commit();
    }

    /** Out of time, of resources or shutting down: one by one the items would meet the same, each for as long. */
    private static boolean concernsAll(Exception failure) {
        String state = failure instanceof SQLException sql ? sql.getSQLState() : null;
        return state != null && (state.equals("55P03") || state.startsWith("53") || state.startsWith("57"));
    }

    /** False when the connection is not usable any more. */
    private boolean rollBack() {
        try {
            if (connection != null && !connection.isClosed()) {
                connection.rollback();
                return true;
            }
        } catch (SQLException e) {
            LOG.debugf("Writer %s gives up its connection: %s", thread.getName(), e.getMessage());
        }
        closeConnection();
        return false;
    }

    private void closeConnection() {
        Connection old = connection;
        connection = null;
        try {
            if (old != null) {
                old.close();
            }
        } catch (SQLException e) {
            LOG.debugf("The connection of %s did not close: %s", thread.getName(), e.getMessage());
        }
    }

    private static <T, R> void fail(List<Waiting<T, R>> items, Throwable why) {
        items.forEach(item -> item.result().completeExceptionally(why));
    }

    /** Opens a connection with autocommit off. */
    @FunctionalInterface
    interface Connections {
        Connection open() throws SQLException;
    }

    private record Waiting<T, R>(T item, CompletableFuture<R> result, long since) {}
}
