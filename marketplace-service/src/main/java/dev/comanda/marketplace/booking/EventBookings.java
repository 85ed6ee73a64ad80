package dev.comanda.marketplace.booking;

import dev.comanda.marketplace.event.EventFollower;
import dev.comanda.marketplace.event.EventState;
import dev.comanda.marketplace.event.Move;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Takes an event's open bookings along when it moves or ends, and says so once for each. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class EventBookings implements EventFollower {
    private final Bookings bookings;
    private final Progress progress;

    EventBookings(Bookings bookings, Progress progress) {
        this.bookings = bookings;
        this.progress = progress;
    }

    @Override
    public void moved(EventState event, Move move) {
        take(event, new Step.Reschedule(move));
    }

    @Override
    public void cancelled(EventState event, String reason) {
        take(event, new Step.Cancel(reason));
    }

    private void take(EventState event, Step step) {
        for (Booking booking : bookings.lockOpen(event.id())) {
            progress.take(booking, event, step);
        }
    }
}
