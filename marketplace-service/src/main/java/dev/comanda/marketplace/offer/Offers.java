package dev.comanda.marketplace.offer;

import dev.comanda.database.read.Snapshot;
import dev.comanda.marketplace.booking.BookingViews;
import dev.comanda.marketplace.catalogue.Catalogue;
import dev.comanda.marketplace.event.Details;
import dev.comanda.marketplace.event.EventKey;
import dev.comanda.marketplace.event.EventState;
import dev.comanda.marketplace.event.Events;
import dev.comanda.web.json.Cursor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Puts together what other rooms know of an event; it changes nothing. */
@ApplicationScoped
@Transactional
class Offers {
    private final Events events;
    private final BookingViews bookings;
    private final Catalogue catalogue;
    private final Snapshot snapshot;

    Offers(Events events, BookingViews bookings, Catalogue catalogue, Snapshot snapshot) {
        this.events = events;
        this.bookings = bookings;
        this.catalogue = catalogue;
        this.snapshot = snapshot;
    }

    /** One event more than fits is read: whether it is there says whether there is a next page. */
    Page page(@Nullable Cursor after, int rows) {
        snapshot.take();
        List<EventState> found = events.newestBefore(after == null ? Long.MAX_VALUE : after.id(), rows + 1);
        List<EventState> shown = found.stream().limit(rows).toList();
        Cursor next = found.size() > rows ? new Cursor(shown.getLast().id()) : null;
        return new Page(answers(shown), next == null ? null : next.toString());
    }

    EventAnswer event(EventKey key) {
        snapshot.take();
        return answers(List.of(events.get(key))).getFirst();
    }

    Listing services(EventKey key) {
        Details details = events.get(key).details();
        return new Listing(Offer.inOrder(catalogue.all(), details == null ? List.of() : details.servicesRequested()));
    }

    private List<EventAnswer> answers(List<EventState> shown) {
        var booked = bookings.of(shown);
        return shown.stream()
                .map(event -> EventAnswer.of(event, booked.getOrDefault(event.id(), List.of())))
                .toList();
    }

    @Schema(name = "EventPage")
    record Page(List<EventAnswer> events, @Nullable String nextCursor) {}

    @Schema(name = "OfferList")
    record Listing(List<Offer> services) {}
}
