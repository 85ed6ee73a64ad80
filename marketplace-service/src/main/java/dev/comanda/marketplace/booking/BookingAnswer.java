package dev.comanda.marketplace.booking;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comanda.marketplace.event.EventState;
import dev.comanda.payments.payment.PaymentView;
import org.jspecify.annotations.Nullable;

/** A booking as our own clients see it: partners are sent the same without the payment. */
public record BookingAnswer(
        @JsonUnwrapped BookingState booking, @Nullable PaymentAnswer payment) {
    static BookingAnswer of(Booking booking, EventState event) {
        return new BookingAnswer(booking.state(event), PaymentAnswer.named(booking.paymentId()));
    }

    BookingAnswer with(PaymentView view) {
        return new BookingAnswer(booking, PaymentAnswer.of(view));
    }

    /** Without what only the payer may have. */
    BookingAnswer shared() {
        return new BookingAnswer(booking, payment == null ? null : payment.shared());
    }
}
