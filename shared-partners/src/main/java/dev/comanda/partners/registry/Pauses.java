package dev.comanda.partners.registry;

import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;

/** Stopping and starting what we send to a partner. Its events are kept meanwhile. */
@ApplicationScoped
public class Pauses {
    private final Jdbi jdbi;

    Pauses(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The operator's own pause, which also answers the partner's webhooks 503. False when there is no such partner. */
    public boolean pause(String partnerId) {
        return jdbi.withHandle(db -> db.createUpdate("update partner set status = 'paused' where id = :id")
                        .bind("id", partnerId)
                        .execute()
                == 1);
    }

    /** Ends every pause and every block. False when there is no such partner. */
    public boolean resume(String partnerId) {
        return jdbi.withHandle(db -> db.createUpdate("""
                        update partner set status = 'active', failures_in_row = 0, failing_since = null,
                               blocked_until = null
                         where id = :id
                        """).bind("id", partnerId).execute() == 1);
    }
}
