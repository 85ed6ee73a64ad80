package dev.comanda.marketplace.booking;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.comanda.marketplace.catalogue.Catalogue;
import dev.comanda.marketplace.catalogue.ListedService;
import dev.comanda.marketplace.event.EventKey;
import dev.comanda.marketplace.event.EventState;
import dev.comanda.marketplace.event.EventStatus;
import dev.comanda.marketplace.event.Events;
import dev.comanda.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Books services for events and takes bookings through their life. Each change and the word of it to the partner are
 * one transaction, under the locks of the event and then of the booking.
 */
@ApplicationScoped
@Transactional
class BookingDesk {
    private final Events events;
    private final Catalogue catalogue;
    private final Bookings bookings;
    private final Charges charges;
    private final Progress progress;
    private final ConfirmationCodes codes;
    private final BookingConfig config;
    private final InstantSource clock;

    BookingDesk(
            Events events,
            Catalogue catalogue,
            Bookings bookings,
            Charges charges,
            Progress progress,
            ConfirmationCodes codes,
            BookingConfig config,
            InstantSource clock) {
        this.events = events;
        this.catalogue = catalogue;
        this.bookings = bookings;
        this.charges = charges;
        this.progress = progress;
        this.codes = codes;
        this.config = config;
        this.clock = clock;
    }

    /** Ends in silence where something is to be paid: the booking is told of once it is. */
    BookingAnswer book(EventKey key, NewBooking wanted) {
        EventState event = config.partnerRequired() ? events.lockWithoutDoubt(key) : events.lock(key);
        if (event.status() == EventStatus.CANCELLED) {
            throw ProblemException.conflict("The event is cancelled: nothing can be booked for it.");
        }
        ListedService service = catalogue
                .find(wanted.serviceId())
                .orElseThrow(() -> ProblemException.invalid("service_id", "There is no such service."));
        LocalDateTime at = wanted.scheduledTime() == null
                ? event.moment().dateTime()
                : ScheduledTime.parse(wanted.scheduledTime(), event.date());
        Assignee assignee = new Assignee(service.provider(), catalogue.providerEmail(service.serviceId()));
        String id = "BKG-" + UlidCreator.getMonotonicUlid();
        Booking booking = new Booking(id, event, service, assignee, at, clock.instant());
        charges.order(id, service, wanted.payment())
                .ifPresentOrElse(booking::paidBy, () -> progress.take(booking, event, new Step.Settle()));
        bookings.persist(booking);
        return BookingAnswer.of(booking, event);
    }

    BookingAnswer assign(String bookingId, Assignee who) {
        return take(bookingId, new Step.Assign(who));
    }

    BookingAnswer confirm(String bookingId) {
        return take(bookingId, new Step.Confirm(codes.next()));
    }

    BookingAnswer cancel(String bookingId, @Nullable String reason) {
        return take(bookingId, new Step.Cancel(reason));
    }

    void expire(String bookingId) {
        take(bookingId, new Step.Expire("It was not paid in time."));
    }

    private BookingAnswer take(String bookingId, Step step) {
        EventState event = events.lock(bookings.eventOf(bookingId).orElseThrow(Bookings::unknown));
        Booking booking = bookings.lock(bookingId);
        switch (booking.verdict(step)) {
            case CHANGES -> progress.take(booking, event, step);
            case REFUSED ->
                throw ProblemException.conflict(
                        booking.isCancelled() ? "The booking is cancelled." : "The booking is not paid yet.");
            case REPEATS -> {}
        }
        return BookingAnswer.of(booking, event);
    }
}
