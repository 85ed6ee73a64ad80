package dev.comanda.partners.delivery;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends calls whose time is over. One timer serves all calls and runs only while there are some: a timer for each call would
 * cost more than the call's own bookkeeping. A call may end up to one tick late.
 */
final class Deadlines {
    private static final long LONGEST_TICK = 50;

    private final Vertx vertx;
    private final long tick;
    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ticking = new AtomicBoolean();

    Deadlines(Vertx vertx, Duration deadline) {
        this.vertx = vertx;
        this.tick = Math.clamp(deadline.toMillis() / 20, 1, LONGEST_TICK);
    }

    /** Runs {@code expire} in this many nanoseconds, unless the watch ends before. */
    Watched watch(long nanos, Runnable expire) {
        Watched call = new Watched(System.nanoTime() + nanos, expire);
        watched.add(call);
        if (ticking.compareAndSet(false, true)) {
            vertx.setTimer(tick, _ -> sweep());
        }
        return call;
    }

    private void sweep() {
        long now = System.nanoTime();
        for (Watched call : List.copyOf(watched)) {
            if (call.at - now <= 0 && watched.remove(call)) {
                call.expire.run();
            }
        }
        ticking.set(false);
        if (!watched.isEmpty() && ticking.compareAndSet(false, true)) {
            vertx.setTimer(tick, _ -> sweep());
        }
    }

    /** Equal to itself only. */
    final class Watched {
        private final long at;
        private final Runnable expire;

        private Watched(long at, Runnable expire) {
            this.at = at;
            this.expire = expire;
        }

        void end() {
            watched.remove(this);
        }
    }
}
