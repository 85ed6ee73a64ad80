package dev.comanda.marketplace.booking;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.comanda.marketplace.catalogue.Catalogue;
import dev.comanda.marketplace.catalogue.ListedService;
import dev.comanda.marketplace.catalogue.Provider;
import dev.comanda.marketplace.event.EventKey;
import dev.comanda.marketplace.event.EventState;
import dev.comanda.marketplace.event.EventStatus;
import dev.comanda.marketplace.event.Events;
import dev.comanda.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Books services for events and takes bookings through their life. Each change and the word of it to the partner are
 * one transaction, under the locks of the event and then of the booking.
 */
@ApplicationScoped
@Transactional
public class BookingDesk {
    private final Events events;
    private final Catalogue catalogue;
    private final Bookings bookings;
    private final Announcements announcements;
    private final ConfirmationCodes codes;
    private final InstantSource clock;

    BookingDesk(
            Events events,
            Catalogue catalogue,
            Bookings bookings,
            Announcements announcements,
            ConfirmationCodes codes,
            InstantSource clock) {
        this.events = events;
        this.catalogue = catalogue;
        this.bookings = bookings;
        this.announcements = announcements;
        this.codes = codes;
        this.clock = clock;
    }

    BookingState book(EventKey key, NewBooking wanted) {
        EventState event = events.lock(key);
        if (event.status() == EventStatus.CANCELLED) {
            throw ProblemException.conflict("The event is cancelled: nothing can be booked for it.");
        }
        ListedService service = catalogue
                .find(wanted.serviceId())
                .orElseThrow(() -> ProblemException.invalid("service_id", "There is no such service."));
        LocalDateTime at = wanted.scheduledTime() == null
                ? event.moment().dateTime()
                : ScheduledTime.parse(wanted.scheduledTime(), event.date());
        Booking booking = new Booking("BKG-" + UlidCreator.getMonotonicUlid(), event, service, at, clock.instant());
        bookings.persist(booking);
        announcements.booked(booking.state(event));
        return booking.state(event);
    }

    BookingState get(String bookingId) {
        Booking booking = bookings.findByIdOptional(bookingId).orElseThrow(BookingDesk::unknown);
        return booking.state(events.get(booking.eventId()));
    }

    BookingState assign(String bookingId, Provider provider) {
        return take(bookingId, new Step.Assign(provider), announcements::providerAssigned);
    }

    BookingState confirm(String bookingId) {
        return take(bookingId, new Step.Confirm(codes.next()), announcements::confirmed);
    }

    BookingState cancel(String bookingId, @Nullable String reason) {
        return take(bookingId, new Step.Cancel(reason), announcements::cancelled);
    }

    /** The bookings of each of these events, by event id, oldest first. */
    public Map<Long, List<BookingState>> of(List<EventState> shown) {
        Map<Long, List<Booking>> byEvent = bookings
                .of(shown.stream().map(EventState::id).toList())
                .stream()
                .collect(Collectors.groupingBy(Booking::eventId));
        return shown.stream()
                .collect(Collectors.toMap(
                        EventState::id,
                        event -> byEvent.getOrDefault(event.id(), List.of()).stream()
                                .map(booking -> booking.state(event))
                                .toList()));
    }

    private BookingState take(String bookingId, Step step, Consumer<BookingState> announce) {
        EventState event = events.lock(bookings.eventOf(bookingId).orElseThrow(BookingDesk::unknown));
        Booking booking = bookings.lock(bookingId);
        switch (booking.verdict(step)) {
            case CHANGES -> {
                booking.take(step);
                announce.accept(booking.state(event));
            }
            case REFUSED -> throw ProblemException.conflict("The booking is cancelled.");
            case REPEATS -> {}
        }
        return booking.state(event);
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("booking");
    }
}
