package dev.comanda.restaurant.itinerary;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Where the services of all itineraries are kept. */
@ApplicationScoped
class ItineraryServices implements PanacheRepository<ItineraryService> {
    private final ReadAhead ahead;

    ItineraryServices(ReadAhead ahead) {
        this.ahead = ahead;
    }

    List<ItineraryService> of(String reservationId) {
        return list("reservationId = ?1 order by key", reservationId);
    }

    /** At most as many as one partner may add. */
    List<ItineraryService> of(String reservationId, String partnerId) {
        return list("reservationId = ?1 and partnerId = ?2 order by key", reservationId, partnerId);
    }

    long count(String reservationId, String partnerId) {
        return ahead.count(
                reservationId,
                partnerId,
                () -> count("reservationId = ?1 and partnerId = ?2", reservationId, (Object) partnerId));
    }

    Optional<ItineraryService> booking(String partnerId, String bookingId) {
        return ahead.booking(
                partnerId,
                bookingId,
                () -> find("partnerId = ?1 and bookingId = ?2", partnerId, bookingId)
                        .firstResultOptional());
    }

    void add(ItineraryService service) {
        service.key = ahead.key(() -> keys(1).getFirst());
        persist(service);
        ahead.added(service);
    }

    /** Reads together what {@link #booking}, {@link #count} and {@link #add} need for these. */
    void readAhead(String partnerId, Collection<String> bookingIds, Collection<String> reservationIds) {
        bookingIds.forEach(bookingId -> ahead.absent(partnerId, bookingId));
        list("partnerId = ?1 and bookingId in ?2", partnerId, bookingIds).forEach(ahead::found);
        reservationIds.forEach(reservationId -> ahead.counted(reservationId, partnerId, 0));
        getEntityManager()
                .createQuery("""
                        select s.reservationId, count(*) from ItineraryService s
                         where s.partnerId = ?1 and s.reservationId in ?2 group by s.reservationId
                        """, Object[].class)
                .setParameter(1, partnerId)
                .setParameter(2, reservationIds)
                .getResultList()
                .forEach(row -> ahead.counted((String) row[0], partnerId, (Long) row[1]));
        ahead.reserved(keys(bookingIds.size()));
    }

    private List<Long> keys(int count) {
        return getSession()
                .createNativeQuery("""
                        select nextval(pg_get_serial_sequence('itinerary_service', 'service_key'))
                          from generate_series(1, :count)
                        """, Long.class)
                .setParameter("count", count)
                .getResultList();
    }
}
