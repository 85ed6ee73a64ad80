package dev.comanda.restaurant.itinerary;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One event that a partner sent about an itinerary and that counted, kept when later ones have overwritten its effect. */
@Entity
@Table(name = "itinerary_history")
class HistoryEntry {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "history_key")
    @Nullable Long key;

    @Column(name = "reservation_id")
    String reservationId;

    @Column
    Instant at;

    @Column(name = "event_type")
    String eventType;

    @Column(name = "partner_id")
    String partnerId;

    @Column(name = "booking_id")
    @Nullable String bookingId;

    @Column(name = "event_id")
    String eventId;

    protected HistoryEntry() {}

    /** Of an entry that is stored. */
    long key() {
        return Objects.requireNonNull(key);
    }

    HistoryEntry(
            String reservationId,
            Instant at,
            String eventType,
            String partnerId,
            @Nullable String bookingId,
            String eventId) {
        this.reservationId = reservationId;
        this.at = at;
        this.eventType = eventType;
        this.partnerId = partnerId;
        this.bookingId = bookingId;
        this.eventId = eventId;
    }
}
