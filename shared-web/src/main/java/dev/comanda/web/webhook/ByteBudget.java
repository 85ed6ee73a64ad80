package dev.comanda.web.webhook;

import dev.comanda.web.connection.Source;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bytes that bodies of one kind of webhook may take at once, with a share for each source. */
final class ByteBudget {
    private final long perSource;
    private final Map<Source, Long> taken = new HashMap<>();
    private long left;

    ByteBudget(long bytes, long perSource) {
        this.left = bytes;
        this.perSource = perSource;
    }

    /**
     * Takes these bytes, or false where there are not as many left.
     *
     * @param source null if no share applies to it; give back with the same one
     */
    synchronized boolean take(@Nullable Source source, long bytes) {
        if (bytes > left || (source != null && taken.getOrDefault(source, 0L) + bytes > perSource)) {
            return false;
        }
        left -= bytes;
        if (source != null) {
            taken.merge(source, bytes, Long::sum);
        }
        return true;
    }

    synchronized void giveBack(@Nullable Source source, long bytes) {
        left += bytes;
        if (source != null) {
            taken.computeIfPresent(source, (_, all) -> all == bytes ? null : all - bytes);
        }
    }
}
