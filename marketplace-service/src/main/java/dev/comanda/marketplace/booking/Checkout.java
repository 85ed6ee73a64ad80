package dev.comanda.marketplace.booking;

import dev.comanda.marketplace.event.EventKey;
import dev.comanda.payments.payment.PaymentDesk;
import jakarta.enterprise.context.ApplicationScoped;

/** Books, and then calls the payment provider: only after the commit, since no provider is called in a transaction. */
@ApplicationScoped
class Checkout {
    private final BookingDesk desk;
    private final BookingViews views;
    private final PaymentDesk payments;

    Checkout(BookingDesk desk, BookingViews views, PaymentDesk payments) {
        this.desk = desk;
        this.views = views;
        this.payments = payments;
    }

    /** Should the process die in between, the payment is sent by the worker that finds it. */
    BookingAnswer book(EventKey key, NewBooking wanted) {
        BookingAnswer asked = desk.book(key, wanted);
        PaymentAnswer ordered = asked.payment();
        if (ordered == null) {
            return asked;
        }
        payments.send(ordered.paymentId());
        return views.get(asked.booking().bookingId());
    }
}
