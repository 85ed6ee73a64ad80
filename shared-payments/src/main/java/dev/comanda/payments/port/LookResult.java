package dev.comanda.payments.port;

import dev.comanda.payments.ledger.Fact;
import java.util.List;

/** What looking for a lost operation came to. */
public sealed interface LookResult {
    /**
     * It was done.
     *
     * @param providerPaymentId the payment it made or was about
     * @param facts all that is known of that payment, a refund's status among them
     */
    record Found(String providerPaymentId, List<Fact> facts) implements LookResult {}

    /** The provider shows no trace of it, now. */
    record NotFound() implements LookResult {}

    /** The provider did not answer, or not with what was asked for. */
    record Unknown(String cause) implements LookResult {}
}
