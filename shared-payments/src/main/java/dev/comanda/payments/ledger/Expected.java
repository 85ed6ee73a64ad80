package dev.comanda.payments.ledger;

import dev.comanda.payments.money.Money;

/**
 * What a payment was made for, which everything a provider says is held against.
 *
 * @param paymentId ours, which the provider's objects carry
 * @param decision what an operator said of a payment that is not what was asked for
 */
public record Expected(String paymentId, Money amount, Decision decision) {
    /** An operator's word on a review. */
    public enum Decision {
        NONE,
        ACCEPTED,
        REJECTED
    }
}
