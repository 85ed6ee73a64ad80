package dev.comanda.partners.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How new a state is: by its revision where both sides have one, else by the sender's timestamp (senders of the first
 * generation have no revisions).
 */
public record Version(@Nullable Long revision, Instant timestamp) {
    /** True when this is older than, or (by revision) the same as, what was applied last: it must not be applied. */
    public boolean isSupersededBy(Version applied) {
        if (revision != null && applied.revision != null) {
            return revision <= applied.revision;
        }
        return timestamp.isBefore(applied.timestamp);
    }
}
