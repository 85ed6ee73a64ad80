package dev.comanda.partners.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What becomes of an event that was handled. */
record Outcome(Inbox.Stored event, String status, @Nullable String error, int tries, Instant nextAttemptAt) {
    static Outcome settled(Inbox.Stored event, String status) {
        return new Outcome(event, status, null, event.tries(), event.nextAttemptAt());
    }

    static Outcome parked(Inbox.Stored event, String missing, Instant next) {
        return new Outcome(event, "waiting", Inbox.WAITS_FOR + missing, event.tries(), next);
    }

    static Outcome dead(Inbox.Stored event, String error, Instant now) {
        return new Outcome(event, "dead", error, event.tries() + 1, now);
    }

    /** Whether those that wait in its lane have their turn now. */
    boolean isSettled() {
        return !status.equals("waiting") && !status.equals("dead");
    }

    Outcome at(Instant next) {
        return new Outcome(event, status, error, tries, next);
    }
}
