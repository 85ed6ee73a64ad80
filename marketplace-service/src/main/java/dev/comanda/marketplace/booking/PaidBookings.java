package dev.comanda.marketplace.booking;

import dev.comanda.marketplace.event.EventState;
import dev.comanda.marketplace.event.Events;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.payment.PaymentListener;
import dev.comanda.payments.payment.PaymentView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What payments mean to bookings: a booking's id is the reference of its payment. The payment is locked already. */
@ApplicationScoped
@Transactional
class PaidBookings implements PaymentListener {
    private final Events events;
    private final Bookings bookings;
    private final Progress progress;
    private final Charges charges;
    private final Announcements announcements;

    PaidBookings(Events events, Bookings bookings, Progress progress, Charges charges, Announcements announcements) {
        this.events = events;
        this.bookings = bookings;
        this.progress = progress;
        this.charges = charges;
        this.announcements = announcements;
    }

    @Override
    public void captured(PaymentView payment) {
        underLock(payment, (booking, event) -> {
            Step settle = new Step.Settle();
            switch (booking.verdict(settle)) {
                case CHANGES -> progress.take(booking, event, settle);
                case REFUSED -> charges.release(booking);
                case REPEATS -> {}
            }
        });
    }

    @Override
    public void disputed(PaymentView payment, String disputeId, Money amount, @Nullable Instant dueBy) {
        underLock(payment, (booking, event) -> {
            if (booking.isKnown()) {
                announcements.disputed(booking.state(event), payment.paymentId(), amount, dueBy);
            }
        });
    }

    @Override
    public Optional<String> refusal(String reference) {
        return bookings.eventOf(reference).map(_ -> "A booking makes its own payment.");
    }

    private void underLock(PaymentView payment, BiConsumer<Booking, EventState> then) {
        bookings.eventOf(payment.reference()).ifPresent(eventId -> {
            EventState event = events.lock(eventId);
            then.accept(bookings.lock(payment.reference()), event);
        });
    }
}
