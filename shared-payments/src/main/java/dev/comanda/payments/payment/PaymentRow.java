package dev.comanda.payments.payment;

import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.money.CurrencyUnit;
import dev.comanda.payments.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A payment as it is stored. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PaymentRow(
        String paymentId,
        String variant,
        String provider,
        @Nullable String providerPaymentId,
        String reference,
        long amount,
        String currency,
        PaymentState state,
        long captured,
        long refunded,
        long disputed,
        @Nullable String review,
        @Nullable String failureCode,
        @Nullable String failureMessage,
        @Nullable Instant paidAt,
        Instant createdAt,
        byte @Nullable [] payer,
        @Nullable String payerKey,
        byte @Nullable [] customer,
        @Nullable String customerKey,
        int checks) {
    Money money() {
        CurrencyUnit unit = CurrencyUnit.of(currency)
                .orElseThrow(() -> new IllegalStateException("currency " + currency + " of " + paymentId));
        return new Money(amount, unit);
    }

    Fact.@Nullable Failure failure() {
        return failureCode == null || state != PaymentState.FAILED
                ? null
                : new Fact.Failure(failureCode, failureMessage == null ? "" : failureMessage);
    }

    /**
     * @param payerOnly redirect_url and client_secret, or nothing
     * @param attempts null where they are not shown
     */
    PaymentView view(Map<String, String> payerOnly, @Nullable List<PaymentView.AttemptView> attempts) {
        Money money = money();
        return new PaymentView(
                paymentId,
                providerPaymentId,
                variant,
                provider,
                state,
                money.text(),
                currency,
                reference,
                money.with(captured).text(),
                money.with(refunded).text(),
                money.with(disputed).text(),
                review == null ? null : new PaymentView.Review(review),
                failure(),
                paidAt,
                createdAt,
                attempts,
                payerOnly.get("redirect_url"),
                payerOnly.get("client_secret"));
    }

    @Override
    public String toString() {
        return paymentId + " " + state;
    }
}
