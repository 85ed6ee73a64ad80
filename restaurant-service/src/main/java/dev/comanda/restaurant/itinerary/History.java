package dev.comanda.restaurant.itinerary;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What was heard, in the order in which it took effect. */
@ApplicationScoped
class History implements PanacheRepository<HistoryEntry> {
    List<HistoryEntry> of(String reservationId) {
        return list("reservationId = ?1 order by key", reservationId);
    }
}
