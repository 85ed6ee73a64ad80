package dev.comanda.restaurant.itinerary;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Where the services of all itineraries are kept. */
@ApplicationScoped
class ItineraryServices implements PanacheRepository<ItineraryService> {
    List<ItineraryService> of(String reservationId) {
        return list("reservationId = ?1 order by key", reservationId);
    }

    /** At most as many as one partner may add. */
    List<ItineraryService> of(String reservationId, String partnerId) {
        return list("reservationId = ?1 and partnerId = ?2 order by key", reservationId, partnerId);
    }

    long count(String reservationId, String partnerId) {
        return count("reservationId = ?1 and partnerId = ?2", reservationId, partnerId);
    }

    Optional<ItineraryService> booking(String partnerId, String bookingId) {
        return find("partnerId = ?1 and bookingId = ?2", partnerId, bookingId).firstResultOptional();
    }
}
