package dev.comanda.payments.payment;

import dev.comanda.payments.money.Money;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows for a service when a payment comes to something. Called once for each thing that happens, inside the
 * transaction that records it and under the payment's row lock: what the listener writes is there with the fact or not at
 * all. A listener calls nobody over the network and locks its own rows after the payment's, never before.
 */
public interface PaymentListener {
    /** The whole amount asked for is captured. */
    void captured(PaymentView payment);

    /** {@code amount} has gone back to the payer. */
    default void refunded(PaymentView payment, String refundId, Money amount) {}

    /**
     * The payer's bank asks for {@code amount} back.
     *
     * @param dueBy until when evidence is taken; null when the provider names no time
     */
    default void disputed(PaymentView payment, String disputeId, Money amount, @Nullable Instant dueBy) {}

    /** Why nobody may pay for {@code reference} through the API (a booking makes its own payment); empty if one may. */
    default Optional<String> refusal(String reference) {
        return Optional.empty();
    }
}
