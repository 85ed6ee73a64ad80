package dev.comanda.partners.registry;

import dev.comanda.database.queue.Wakeups;
import dev.comanda.web.audit.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Stopping and starting what we send to a partner. Its events are kept meanwhile. */
@ApplicationScoped
public class Pauses {
    private final Jdbi jdbi;
    private final Partners partners;
    private final Wakeups wakeups;
    private final Audit audit;

    Pauses(Jdbi jdbi, Partners partners, Wakeups wakeups, Audit audit) {
        this.jdbi = jdbi;
        this.partners = partners;
        this.wakeups = wakeups;
        this.audit = audit;
    }

    /** The operator's own pause, which also answers the partner's webhooks 503. False when there is no such partner. */
    @Transactional
    public boolean pause(String partnerId) {
        return move(
                partnerId,
                "partner.pause",
                PartnerStatus.PAUSED,
                "update partner set status = 'paused' where id = :id");
    }

    /** Ends every pause and every block. False when there is no such partner. */
    @Transactional
    public boolean resume(String partnerId) {
        return move(partnerId, "partner.resume", PartnerStatus.ACTIVE, """
                update partner set status = 'active', failures_in_row = 0, failing_since = null, blocked_until = null
                 where id = :id
                """);
    }

    private boolean move(String partnerId, String action, PartnerStatus status, String statement) {
        Optional<Partner> before = partners.lock(partnerId);
        before.ifPresent(partner -> {
            jdbi.useHandle(
                    db -> db.createUpdate(statement).bind("id", partnerId).execute());
            wakeups.afterCommit(PartnerDirectory.QUEUE);
            audit.record(action, partnerId, null, Map.of("status", partner.status()), Map.of("status", status));
        });
        return before.isPresent();
    }
}
