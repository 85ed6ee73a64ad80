package dev.comanda.marketplace.booking;

import dev.comanda.database.read.Snapshot;
import dev.comanda.marketplace.event.EventState;
import dev.comanda.marketplace.event.Events;
import dev.comanda.payments.payment.PaymentDesk;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Bookings as they are looked at; nothing here changes one. */
@ApplicationScoped
@Transactional
public class BookingViews {
    private final Events events;
    private final Bookings bookings;
    private final PaymentDesk payments;
    private final Snapshot snapshot;

    BookingViews(Events events, Bookings bookings, PaymentDesk payments, Snapshot snapshot) {
        this.events = events;
        this.bookings = bookings;
        this.payments = payments;
        this.snapshot = snapshot;
    }

    /** With what the client goes on to pay with; of one moment, so that no paid booking looks as if it were not. */
    BookingAnswer get(String bookingId) {
        snapshot.take();
        Booking booking = bookings.findByIdOptional(bookingId).orElseThrow(Bookings::unknown);
        BookingAnswer answer = BookingAnswer.of(booking, events.get(booking.eventId()));
        return answer.payment() == null
                ? answer
                : answer.with(payments.get(answer.payment().paymentId()));
    }

    /** The bookings of each of these events, by event id, oldest first. */
    public Map<Long, List<BookingAnswer>> of(List<EventState> shown) {
        Map<Long, List<Booking>> byEvent = bookings
                .of(shown.stream().map(EventState::id).toList())
                .stream()
                .collect(Collectors.groupingBy(Booking::eventId));
        return shown.stream()
                .collect(Collectors.toMap(
                        EventState::id,
                        event -> byEvent.getOrDefault(event.id(), List.of()).stream()
                                .map(booking -> BookingAnswer.of(booking, event))
                                .toList()));
    }
}
