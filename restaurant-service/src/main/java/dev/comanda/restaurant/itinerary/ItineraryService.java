package dev.comanda.restaurant.itinerary;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A partner's service for a reservation as stored; its own key, because not every sender names its bookings. */
@Entity
@Table(name = "itinerary_service")
class ItineraryService {
    /** Given by {@link ItineraryServices#add}. */
    @Id
    @Column(name = "service_key")
    @Nullable Long key;

    @Column(name = "reservation_id")
    String reservationId;

    @Column(name = "partner_id")
    String partnerId;

    @Column(name = "booking_id")
    @Nullable String bookingId;

    @Embedded
    ItineraryEntry entry;

    protected ItineraryService() {}

    ItineraryService(String reservationId, String partnerId, @Nullable String bookingId, ItineraryEntry entry) {
        this.reservationId = reservationId;
        this.partnerId = partnerId;
        this.bookingId = bookingId;
        this.entry = entry;
    }
}
