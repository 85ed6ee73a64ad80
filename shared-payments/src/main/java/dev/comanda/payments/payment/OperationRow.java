package dev.comanda.payments.payment;

import dev.comanda.payments.money.CurrencyUnit;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.Operation;
import dev.comanda.payments.port.Remedy;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call that changes something at a provider, as it is stored.
 *
 * @param persistent whoever wanted it does not come back: it is kept until it is sent
 * @param attempt which attempt to pay a refund is for; null: the one that pays
 * @param currency of the amount; null: the payment's
 * @param leaseToken whose turn it is; a record with another one changes nothing
 */
@SuppressWarnings("ArrayRecordComponent") // known by its id
record OperationRow(
        String operationId,
        String paymentId,
        Operation.Kind kind,
        Status status,
        long amount,
        String requestedBy,
        boolean persistent,
        byte @Nullable [] request,
        @Nullable String requestKey,
        @Nullable String providerObject,
        @Nullable String code,
        @Nullable String message,
        @Nullable Remedy remedy,
        Instant createdAt,
        @Nullable Instant firstSentAt,
        int tries,
        @Nullable UUID leaseToken,
        @Nullable String attempt,
        @Nullable String currency) {
    /** How it went so far. */
    enum Status {
        SENDING,
        DONE,
        REFUSED,
        UNKNOWN,
        NOT_SENT
    }

    boolean isOpen() {
        return status == Status.SENDING || status == Status.UNKNOWN || (status == Status.NOT_SENT && persistent);
    }

    /** @param payment the one it is about */
    Money money(PaymentRow payment) {
        return currency == null
                ? payment.money().with(amount)
                : new Money(amount, CurrencyUnit.of(currency).orElse(new CurrencyUnit(currency, 0, 0, 1)));
    }

    @Override
    public String toString() {
        return kind + " " + operationId + " " + status;
    }
}
