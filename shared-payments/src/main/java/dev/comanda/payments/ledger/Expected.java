package dev.comanda.payments.ledger;

import dev.comanda.payments.money.Money;
import java.util.Map;

/**
 * What a payment was made for, which everything a provider says is held against.
 *
 * @param paymentId ours, which the provider's objects carry
 * @param decisions what an operator said of attempts that are not what was asked for, or more than was asked for, by the
 *     attempt's id
 */
public record Expected(String paymentId, Money amount, Map<String, Decision> decisions) {
    /** An operator's decision about one attempt. */
    public enum Decision {
        /** It pays, although it is not what was asked for. */
        ACCEPTED,
        /** Its money stays here, but it does not pay: something else has paid. */
        KEPT,
        /** All of its money goes back. */
        REJECTED
    }

    /** A payment about which nobody has decided anything. */
    public static Expected of(String paymentId, Money amount) {
        return new Expected(paymentId, amount, Map.of());
    }
}
