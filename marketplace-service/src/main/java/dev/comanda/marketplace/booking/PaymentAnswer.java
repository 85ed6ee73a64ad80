package dev.comanda.marketplace.booking;

import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.payment.PaymentView;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs of a booking's payment.
 *
 * @param state how it stands; left out of lists
 * @param redirectUrl where the client goes on to pay, or {@code clientSecret} what their browser goes on with; left out of
 *     lists, since whoever has them can act for the client
 */
public record PaymentAnswer(
        String paymentId,
        @Nullable PaymentState state,
        @Nullable String redirectUrl,
        @Nullable String clientSecret) {
    static PaymentAnswer of(PaymentView payment) {
        return new PaymentAnswer(payment.paymentId(), payment.state(), payment.redirectUrl(), payment.clientSecret());
    }

    static @Nullable PaymentAnswer named(@Nullable String paymentId) {
        return paymentId == null ? null : new PaymentAnswer(paymentId, null, null, null);
    }

    PaymentAnswer shared() {
        return new PaymentAnswer(paymentId, state, null, null);
    }

    @Override
    public String toString() {
        return "PaymentAnswer[" + paymentId + " " + state + "]";
    }
}
