package dev.comanda.partners.delivery;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** When the dispatcher's thread has something to do. Its lock guards {@link CallsInHand} too. */
final class Work {
    /** What to do. */
    enum Todo {
        /** Look for partners with pending deliveries, and what {@link #RECORD} says. */
        LOOK,
        /** Record what came, and read on for the partners that are held. */
        RECORD,
        /** Record what came; nothing new begins. */
        CLOSE,
        /** Nothing, ever again. */
        END
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final long poll;
    private boolean woken = true;
    private boolean hurry;
    private boolean closing;
    private long closeBy;
    private int results;
    private long resultsSince;
    private long nextLook;
    private long restUntil;

    Work(Duration poll) {
        this.poll = poll.toNanos();
        this.nextLook = System.nanoTime();
        this.restUntil = nextLook;
    }

    ReentrantLock lock() {
        return lock;
    }

    /** Something was published or changed. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A call could begin if more were read or recorded. */
    void hurry() {
        lock.lock();
        try {
            hurry = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** So many results wait. */
    void gathered(int count, long now) {
        lock.lock();
        try {
            if (results == 0) {
                resultsSince = now;
            }
            results = count;
            if (count == 1 || count >= Pace.ENOUGH_RESULTS) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing new begins. The calls under way have so long to end. */
    void close(Duration patience) {
        lock.lock();
        try {
            closing = true;
            closeBy = System.nanoTime() + patience.toNanos();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is something to do.
     *
     * @param idle whether no call is under way and no result waits
     */
    Todo await(BooleanSupplier idle) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                long now = System.nanoTime();
                if (closing) {
                    if (results > 0) {
                        return begin(Todo.CLOSE);
                    }
                    if (idle.getAsBoolean() || now - closeBy >= 0) {
                        return Todo.END;
                    }
                    changed.awaitNanos(closeBy - now);
                    continue;
                }
                long look = woken ? Math.max(restUntil - now, 0) : nextLook - now;
                if (look <= 0) {
                    woken = false;
                    return begin(Todo.LOOK);
                }
                long record = results == 0 ? Long.MAX_VALUE : resultsSince + Pace.GATHER - now;
                if (hurry || results >= Pace.ENOUGH_RESULTS || record <= 0) {
                    return begin(Todo.RECORD);
                }
                changed.awaitNanos(Math.min(look, record));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for so long, or until it closes. */
    void rest(Duration pause) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = pause.toNanos();
            while (!closing && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A look is over. The next one comes with the poll, with a wake-up, or in {@code due} nanoseconds. After a long look it
     * waits a little, so that looking never takes most of the time.
     */
    void looked(long took, long due) {
        lock.lock();
        try {
            long now = System.nanoTime();
            nextLook = now + Math.min(poll, Math.max(due, 0));
            restUntil = now + Math.min(took, poll);
        } finally {
            lock.unlock();
        }
    }

    private Todo begin(Todo todo) {
        hurry = false;
        results = 0;
        return todo;
    }
}
