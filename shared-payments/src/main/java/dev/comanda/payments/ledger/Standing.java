package dev.comanda.payments.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a payment has come to. Amounts are minor units of the ledger.
 *
 * @param captured what the payer has paid in the payment's own currency, over all attempts
 * @param refunded what went back, at most {@code captured}
 * @param disputed what open and lost disputes are about, in that currency
 * @param review why an operator has to decide; null when nobody has to
 * @param failure of the last try, while the state is FAILED
 * @param paidAt when the provider says the money that pays was there; null before
 * @param paidBy the attempt that pays; null while none does
 */
public record Standing(
        PaymentState state,
        long captured,
        long refunded,
        long disputed,
        @Nullable String review,
        Fact.@Nullable Failure failure,
        @Nullable Instant paidAt,
        @Nullable String paidBy) {
    /** Whether the money asked for is there, and may have its effects. */
    public boolean isPaid() {
        return paidBy != null;
    }
}
