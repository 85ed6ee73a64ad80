package dev.comanda.restaurant.itinerary;

import dev.comanda.database.batch.SqlColumns;
import dev.comanda.database.batch.TransactionConnection;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.util.List;

/** What was heard, in the order in which it took effect. */
@ApplicationScoped
class History implements PanacheRepository<HistoryEntry> {
    private final ReadAhead ahead;
    private final TransactionConnection transaction;

    History(ReadAhead ahead, TransactionConnection transaction) {
        this.ahead = ahead;
        this.transaction = transaction;
    }

    /** Kept for {@link #write}. */
    void add(HistoryEntry entry) {
        ahead.add(entry);
    }

    /** Writes what was added in this transaction, with one statement. */
    void write() {
        List<HistoryEntry> entries = ahead.takeHistory();
        if (!entries.isEmpty()) {
            transaction.call(db -> {
                try (PreparedStatement statement = db.prepareStatement(INSERT)) {
                    new SqlColumns(statement)
                            .column("text", entries, it -> it.reservationId)
                            .column("timestamptz", entries, it -> it.at)
                            .column("text", entries, it -> it.eventType)
                            .column("text", entries, it -> it.partnerId)
                            .column("text", entries, it -> it.bookingId)
                            .column("text", entries, it -> it.eventId);
                    return statement.executeUpdate();
                }
            });
        }
    }

    /** The newest first, from below this key. */
    List<HistoryEntry> before(String reservationId, long key, int limit) {
        return find("reservationId = ?1 and key < ?2 order by key desc", reservationId, key)
                .page(0, limit)
                .list();
    }

    private static final String INSERT = """
            insert into itinerary_history (reservation_id, at, event_type, partner_id, booking_id, event_id)
            select * from unnest(?, ?, ?, ?, ?, ?)
            """;
}
