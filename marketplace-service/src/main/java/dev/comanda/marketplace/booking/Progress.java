package dev.comanda.marketplace.booking;

import dev.comanda.marketplace.event.EventState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Takes a booking a step further with all that follows from it, in the transaction and under the locks of the caller. A
 * booking that waits for its payment is known to nobody, so nobody is told what becomes of it.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class Progress {
    private final Announcements announcements;
    private final ProviderMails mails;
    private final Charges charges;

    Progress(Announcements announcements, ProviderMails mails, Charges charges) {
        this.announcements = announcements;
        this.mails = mails;
        this.charges = charges;
    }

    void take(Booking booking, EventState event, Step step) {
        booking.take(step);
        if (booking.isKnown()) {
            announcements.tell(step, booking.state(event));
            mails.tell(step, booking, event);
        }
        if (booking.isCancelled()) {
            charges.release(booking);
        }
    }
}
