package dev.comanda.marketplace.booking;

import dev.comanda.marketplace.event.EventFollower;
import dev.comanda.marketplace.event.EventState;
import dev.comanda.marketplace.event.Move;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.function.Consumer;

/** Takes an event's open bookings along when it moves or ends, and says so once for each. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class EventBookings implements EventFollower {
    private final Bookings bookings;
    private final Announcements announcements;

    EventBookings(Bookings bookings, Announcements announcements) {
        this.bookings = bookings;
        this.announcements = announcements;
    }

    @Override
    public void moved(EventState event, Move move) {
        take(event, new Step.Reschedule(move), announcements::booked);
    }

    @Override
    public void cancelled(EventState event, String reason) {
        take(event, new Step.Cancel(reason), announcements::cancelled);
    }

    private void take(EventState event, Step step, Consumer<BookingState> announce) {
        for (Booking booking : bookings.lockOpen(event.id())) {
            booking.take(step);
            announce.accept(booking.state(event));
        }
    }
}
