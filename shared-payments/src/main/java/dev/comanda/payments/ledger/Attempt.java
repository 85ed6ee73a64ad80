package dev.comanda.payments.ledger;

import dev.comanda.payments.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to pay: a payer with two tabs makes two of them. Amounts are minor units of the attempt's own currency.
 *
 * @param id the provider's, by which it is refunded
 * @param amount what was captured, or what it is about while nothing is captured; 0 when that is not known
 * @param refunded what went back, at most {@code captured}
 * @param disputed what open and lost disputes are about
 * @param isBack whether nothing of its money is left: refunded or lost in a dispute
 * @param state of this attempt alone, without regard to what was asked for
 * @param at when its money was captured, else when its state was last told; null when the provider named no time
 * @param part what it is to the payment
 * @param flaw in what it differs from what was asked for: reference, currency, amount; null when in nothing
 * @param decision what an operator said of it; null when nothing
 */
public record Attempt(
        String id,
        Money amount,
        long captured,
        long refunded,
        long disputed,
        boolean isBack,
        PaymentState state,
        @Nullable Instant at,
        Part part,
        @Nullable String flaw,
        Expected.@Nullable Decision decision,
        List<Fact.Refund> refunds) {
    /** What an attempt is to its payment. */
    public enum Part {
        /** Nothing of it is captured. */
        NONE,
        /** It pays. */
        PAYS,
        /** It is captured, and something else pays. */
        EXTRA,
        /** It is captured, and not what was asked for. */
        WRONG
    }

    /** Whether an operator has to accept or reject it. */
    public boolean isUnderReview() {
        return part == Part.WRONG && decision == null && !isBack;
    }

    /** Whether an operator has to refund it, because something else has paid. */
    public boolean isOverpaid() {
        return part == Part.EXTRA && decision == null && !isBack;
    }

    /** What is left to refund, apart from refunds that are on their way. */
    public long kept() {
        return captured - refunded;
    }
}
