package dev.comanda.database.queue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Takes items out of a durable queue and works on them, each on a virtual thread of its own.
 *
 * <p>The queue itself is a table. This loop asks it again when woken, when an item ends (its lane may have a successor),
 * when the last answer filled every free slot, and once per poll interval in case a wake-up was lost. It holds nothing
 * that must survive: an item claimed by a process that dies is found again by the claim.
 *
 * @param <T> an item
 */
public final class QueueLoop<T> {
    /** Finds what can be worked on now. */
    @FunctionalInterface
    public interface Claim<T> {
        /**
         * At most {@code max} items (at least 1). Items still in work may be among them and are ignored, but take the
         * place of others: a claim that locks or leases avoids that.
         */
        List<T> claim(int max);
    }

    private static final Logger LOG = Logger.getLogger(QueueLoop.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final String name;
    private final int slots;
    private final Duration poll;
    private final Claim<T> claim;
    private final Function<? super T, ?> key;
    private final Consumer<T> work;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Object> inWork = new HashSet<>();
    private boolean due = true;
    private boolean closing;
    private boolean looping;

    /**
     * @param name for logs and thread names
     * @param slots how many items are in work at most
     * @param poll how long a lost wake-up can go unnoticed
     * @param key what must not be in work twice at the same time, such as a row's id. Not an item that holds an array: it equals
     *     nothing but itself
     * @param work must leave the item so that the claim finds it again if it throws
     */
    public QueueLoop(
            String name, int slots, Duration poll, Claim<T> claim, Function<? super T, ?> key, Consumer<T> work) {
        if (slots < 1) {
            throw new IllegalArgumentException("a queue needs at least 1 slot: " + name + " has " + slots);
        }
        this.name = name;
        this.slots = slots;
        this.poll = poll;
        this.claim = claim;
        this.key = key;
        this.work = work;
    }

    /** For items that are equal exactly when they must not be in work twice at the same time. */
    public QueueLoop(String name, int slots, Duration poll, Claim<T> claim, Consumer<T> work) {
        this(name, slots, poll, claim, Function.identity(), work);
    }

    /** Starts claiming. Once. */
    public void start() {
        lock.lock();
        try {
            if (looping || closing) {
                throw new IllegalStateException("queue " + name + " was started before");
            }
            looping = true;
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name(name + "-queue").start(this::loop);
    }

    /** There may be something to claim. Cheap; any number of calls during a claim come to one more claim. */
    public void wake() {
        lock.lock();
        try {
            due = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Claims nothing more and waits for the items in work. False when some were still in work after {@code patience}. */
    public boolean close(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
            long left = patience.toNanos();
            while ((looping || !inWork.isEmpty()) && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !looping && inWork.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        Duration pause = FIRST_PAUSE;
        try {
            for (int free = awaitTurn(); free > 0; free = awaitTurn()) {
                try {
                    take(claim.claim(free), free);
                    pause = FIRST_PAUSE;
                } catch (RuntimeException | Error e) {
                    LOG.warnf("Queue %s cannot claim, next try in %s: %s", name, pause, e);
                    rest(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.lock();
            try {
                looping = false;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits until a claim is due and a slot is free. Answers how many are; 0 when closing. */
    private int awaitTurn() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = poll.toNanos();
            while (!closing && (!due || inWork.size() == slots)) {
                if (left <= 0) {
                    due = true;
                    left = poll.toNanos();
                } else {
                    left = changed.awaitNanos(left);
                }
            }
            due = false;
            return closing ? 0 : slots - inWork.size();
        } finally {
            lock.unlock();
        }
    }

    private void take(List<T> claimed, int free) {
        lock.lock();
        try {
            boolean any = false;
            for (T item : claimed) {
                if (inWork.add(key.apply(item))) {
                    any = true;
                    Thread.ofVirtual().name(name + "-work").start(() -> workOn(item));
                }
            }
            // Without the second half, a claim that answers only items in work would be asked again at once, for ever.
            due |= claimed.size() >= free && any;
        } finally {
            lock.unlock();
        }
    }

    private void workOn(T item) {
        try {
            work.accept(item);
        } catch (RuntimeException | Error e) {
            LOG.warnf("Queue %s left an item unfinished: %s", name, e);
        } finally {
            lock.lock();
            try {
                inWork.remove(key.apply(item));
                due = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void rest(Duration pause) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = pause.toNanos();
            while (!closing && left > 0) {
                left = changed.awaitNanos(left);
            }
            due = true;
        } finally {
            lock.unlock();
        }
    }
}
