package dev.comanda.restaurant.itinerary;

import dev.comanda.partners.inbox.AroundHandling;
import dev.comanda.partners.inbox.InboundEvent;
import dev.comanda.restaurant.reservation.ReservationDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads the reservations and services of many events with a few statements, and writes their history with one. */
@ApplicationScoped
class ItineraryPreparation implements AroundHandling {
    private final ReservationDirectory reservations;
    private final ItineraryServices services;
    private final History history;

    ItineraryPreparation(ReservationDirectory reservations, ItineraryServices services, History history) {
        this.reservations = reservations;
        this.services = services;
        this.history = history;
    }

    /** One event alone is as cheap without it. */
    @Override
    public void prepare(String partnerId, List<InboundEvent<?>> events) {
        SortedSet<String> reservationIds = new TreeSet<>();
        SortedSet<String> bookingIds = new TreeSet<>();
        for (InboundEvent<?> event : events) {
            if (event.data() instanceof ServiceEvent data) {
                reservationIds.add(data.externalEventId());
                String bookingId = data.step(event.timestamp()).bookingId();
                if (bookingId != null) {
                    bookingIds.add(bookingId);
                }
            }
        }
        if (reservationIds.size() + bookingIds.size() > 2) {
            reservations.lockAll(reservationIds);
            services.readAhead(partnerId, bookingIds, reservationIds);
        }
    }

    @Override
    public void finish() {
        history.write();
    }
}
