package dev.comanda.partners.inbox;

import dev.comanda.database.batch.SqlColumns;
import dev.comanda.database.batch.TransactionConnection;
import dev.comanda.database.queue.Wakeups;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/** Events that came before their object was made known to their partner. */
@ApplicationScoped
public class WaitingEvents {
    private final TransactionConnection transaction;
    private final InstantSource clock;
    private final Wakeups wakeups;

    WaitingEvents(TransactionConnection transaction, InstantSource clock, Wakeups wakeups) {
        this.transaction = transaction;
        this.clock = clock;
        this.wakeups = wakeups;
    }

    /** Gives these partners' events that wait for this object their turn, in the transaction that makes it known to them. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void wake(Collection<String> partnerIds, String orderingKey) {
        if (transaction.call(db -> wake(db, partnerIds, List.of(orderingKey)))) {
            wakeups.afterCommit(Inbox.QUEUE);
        }
    }

    /**
     * The same for several objects, in the transaction that is open on this connection. It skips an event that is being
     * handled: its handler may wait for the object's row, which the caller has locked, and sees this transaction's work once
     * it gets it.
     *
     * @return whether the caller has to wake {@link Inbox#QUEUE} after the commit
     */
    public boolean wake(Connection db, Collection<String> partnerIds, Collection<String> orderingKeys)
            throws SQLException {
        if (partnerIds.isEmpty() || orderingKeys.isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        try (PreparedStatement statement = db.prepareStatement(WAKE)) {
            new SqlColumns(statement)
                    .time(now)
                    .column("text", List.copyOf(partnerIds), id -> id)
                    .column("text", List.copyOf(orderingKeys), key -> key)
                    .time(now);
            return statement.executeUpdate() > 0;
        }
    }

    private static final String WAKE = """
            update inbound_event set next_attempt_at = ?
             where id = any(array(
                   select waiting.id from unnest(?) partner (id) cross join unnest(?) object (key) cross join lateral (
                          select id from inbound_event
                           where partner_id = partner.id and ordering_key = object.key and status = 'waiting'
                             and next_attempt_at > ?
                             for update skip locked) waiting))
            """;
}
