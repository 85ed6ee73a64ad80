package dev.comanda.payments.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a payment has come to. Amounts are minor units of the ledger.
 *
 * @param captured what the payer has paid
 * @param refunded what went back, at most {@code captured}
 * @param disputed what open and lost disputes are about
 * @param review why an operator has to decide; null when nobody has to
 * @param failure of the last try, while the state is FAILED
 * @param paidAt when the provider says the money was there; null while nothing is captured
 */
public record Standing(
        PaymentState state,
        long captured,
        long refunded,
        long disputed,
        @Nullable String review,
        Fact.@Nullable Failure failure,
        @Nullable Instant paidAt) {
    /** Whether the money asked for is there, and may have its effects. */
    public boolean isPaid() {
        return captured > 0 && review == null;
    }
}
