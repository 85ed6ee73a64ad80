package dev.comanda.database.queue;

import java.util.List;

/** Takes work from a durable queue. */
@FunctionalInterface
public interface Claim<T> {
    /** At most {@code max} (at least 1) items that may be worked on now; fewer means that there is no more at present. */
    List<T> claim(int max);
}
