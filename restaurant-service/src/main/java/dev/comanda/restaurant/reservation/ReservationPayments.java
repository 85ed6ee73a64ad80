package dev.comanda.restaurant.reservation;

import dev.comanda.payments.money.Money;
import dev.comanda.payments.payment.PaymentListener;
import dev.comanda.payments.payment.PaymentView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What payments mean to reservations: whoever knows the reservation that a payment names hears of it. Anything else can
 * be paid too, and is nobody's news. The payment is locked already.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class ReservationPayments implements PaymentListener {
    private final Reservations reservations;
    private final Announcements announcements;

    ReservationPayments(Reservations reservations, Announcements announcements) {
        this.reservations = reservations;
        this.announcements = announcements;
    }

    @Override
    public void captured(PaymentView payment) {
        reservations.locked(payment.reference()).ifPresent(paid -> announcements.paid(paid, payment));
    }

    @Override
    public void disputed(PaymentView payment, String disputeId, Money amount, @Nullable Instant dueBy) {
        reservations
                .locked(payment.reference())
                .ifPresent(paid -> announcements.disputed(paid, payment.paymentId(), amount, dueBy));
    }
}
