package dev.comanda.system;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a test has started, stopped in reverse however the test ends: a service before its database. */
final class Started {
    private final Deque<AutoCloseable> all = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T started) {
        all.push(started);
        return started;
    }

    void stop() throws Exception {
        if (!all.isEmpty()) {
            try {
                all.pop().close();
            } finally {
                stop();
            }
        }
    }
}
