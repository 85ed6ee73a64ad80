package dev.comanda.restaurant.itinerary;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What was heard, in the order in which it took effect. */
@ApplicationScoped
class History implements PanacheRepository<HistoryEntry> {
    /** The newest first, from below this key. */
    List<HistoryEntry> before(String reservationId, long key, int limit) {
        return find("reservationId = ?1 and key < ?2 order by key desc", reservationId, key)
                .page(0, limit)
                .list();
    }
}
