package dev.comanda.database.queue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The engine under every durable queue here: claims work when woken, when an item finishes and at the latest every poll
 * interval, and runs each item on a virtual thread of its own. It claims only what it can start at once, so that another
 * replica gets the rest, and neither a failing claim nor a failing item ever ends it.
 *
 * @param <T> an item; equal items are never in work twice at the same time
 */
public final class QueueLoop<T> {
    private static final Logger LOG = Logger.getLogger(QueueLoop.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final String name;
    private final int slots;
    private final Duration poll;
    private final Claim<T> claim;
    private final Consumer<T> work;
    /** Holds at most one token: any number of wake-ups while the loop is busy make it look once more. */
    private final BlockingQueue<Boolean> wake = new ArrayBlockingQueue<>(1);

    private final Set<T> inWork = ConcurrentHashMap.newKeySet();
    private volatile boolean open = true;

    /** Nothing runs before {@link #start()}; {@code slots} (at least 1) bounds the items in work at once. */
    public QueueLoop(String name, int slots, Duration poll, Claim<T> claim, Consumer<T> work) {
        this.name = name;
        this.slots = slots;
        this.poll = poll;
        this.claim = claim;
        this.work = work;
    }

    public void start() {
        Thread.ofVirtual().name(name + "-loop").start(this::run);
        wake();
    }

    /** There may be work; cheap, never blocks, may be called from anywhere. */
    public void wake() {
        if (!wake.offer(true)) {
            LOG.tracef("%s is to look again already", name);
        }
    }

    /** Claims nothing more and waits for what is in work, but not longer than {@code atMost}. */
    public void close(Duration atMost) {
        open = false;
        wake();
        long until = System.nanoTime() + atMost.toNanos();
        while (!inWork.isEmpty() && System.nanoTime() < until) {
            pause(Duration.ofMillis(10));
        }
    }

    private void run() {
        Duration pause = Duration.ofMillis(100);
        while (open) {
            try {
                await();
                fill();
                pause = Duration.ofMillis(100);
            } catch (RuntimeException e) {
                LOG.warnf("%s cannot claim: %s: %s", name, e.getClass().getSimpleName(), e.getMessage());
                pause(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private void fill() {
        boolean more = true;
        while (more && open) {
            int free = slots - inWork.size();
            if (free <= 0) {
                return;
            }
            List<T> batch = claim.claim(free);
            long started = batch.stream().filter(this::begin).count();
            more = started > 0 && batch.size() >= free;
        }
    }

    private boolean begin(T item) {
        if (!inWork.add(item)) {
            return false;
        }
        Thread.ofVirtual().name(name + "-work").start(() -> {
            try {
                work.accept(item);
            } catch (RuntimeException e) {
                LOG.errorf("%s: an item failed: %s: %s", name, e.getClass().getSimpleName(), e.getMessage());
            } finally {
                inWork.remove(item);
                wake();
            }
        });
        return true;
    }

    private void await() {
        try {
            wake.poll(poll.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            open = false;
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
