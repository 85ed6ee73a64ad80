package dev.comanda.restaurant.reservation;

import dev.comanda.database.batch.SqlColumns;
import dev.comanda.database.encryption.SealedText;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes new reservations, many with one statement. */
@ApplicationScoped
class ReservationRows {
    private final SealedText sealed;

    ReservationRows(SealedText sealed) {
        this.sealed = sealed;
    }

    /**
     * Inserts those whose ids are free. Who inserts the same id in another transaction is waited for.
     *
     * @param reservations each with an id of its own
     * @return the ids that were free
     */
    Set<String> insert(Connection db, List<Reservation> reservations) throws SQLException {
        Set<String> inserted = new HashSet<>();
        try (PreparedStatement statement = db.prepareStatement(INSERT)) {
            new SqlColumns(statement)
                    .column("text", reservations, it -> it.id)
                    .column("text", reservations, it -> it.details.eventName())
                    .column("date", reservations, it -> it.details.date())
                    .column("text", reservations, it -> it.details.time())
                    .column("int", reservations, it -> it.details.guests())
                    .column("text", reservations, it -> seal(it.details.contactName()))
                    .column("text", reservations, it -> seal(it.details.contactPhone()))
                    .column("text", reservations, it -> seal(it.details.contactEmail()))
                    .column("text", reservations, it -> SqlColumns.arrayOf(it.details.servicesRequested()))
                    .column("text", reservations, it -> it.status.wireName())
                    .column("bigint", reservations, it -> it.revision)
                    .column("boolean", reservations, it -> it.corporate)
                    .column("text", reservations, it -> it.openedAs)
                    .column("timestamptz", reservations, it -> it.createdAt);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    inserted.add(row.getString(1));
                }
            }
        }
        return inserted;
    }

    /** These partners may hear what becomes of these reservations, and write to them. */
    void address(Connection db, Collection<String> reservationIds, Collection<String> partnerIds) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(ADDRESS)) {
            new SqlColumns(statement)
                    .column("text", List.copyOf(reservationIds), id -> id)
                    .column("text", List.copyOf(partnerIds), id -> id);
            statement.executeUpdate();
        }
    }

    private @Nullable String seal(@Nullable String clear) {
        return sealed.convertToDatabaseColumn(clear);
    }

    private static final String INSERT = """
            insert into reservation (reservation_id, event_name, event_date, event_time, guests, contact_name, contact_phone,
                                     contact_email, services_requested, status, revision, corporate, opened_as, created_at)
            select id, event_name, event_date, event_time, guests, contact_name, contact_phone, contact_email,
                   services_requested::text[], status, revision, corporate, opened_as, created_at
              from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                   opened (id, event_name, event_date, event_time, guests, contact_name, contact_phone, contact_email,
                           services_requested, status, revision, corporate, opened_as, created_at)
             order by id
            on conflict (reservation_id) do nothing
            returning reservation_id
            """;

    private static final String ADDRESS = """
            insert into addressed_partner (reservation_id, partner_id)
            select reservation.id, partner.id from unnest(?) reservation (id) cross join unnest(?) partner (id)
            """;
}
