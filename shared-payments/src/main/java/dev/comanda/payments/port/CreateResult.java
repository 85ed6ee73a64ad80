package dev.comanda.payments.port;

import dev.comanda.payments.ledger.Fact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What asking a provider for a payment came to. */
public sealed interface CreateResult {
    /**
     * It exists.
     *
     * @param providerPaymentId the provider's id
     * @param facts what the provider said of it; the payment's state follows from them
     * @param redirectUrl where the payer goes on, if somewhere
     * @param clientSecret what the payer's browser goes on with, if anything
     */
    record Created(
            String providerPaymentId,
            List<Fact> facts,
            @Nullable String redirectUrl,
            @Nullable String clientSecret) implements CreateResult {
        @Override
        public String toString() {
            return "Created[" + providerPaymentId + "]";
        }
    }

    /** The payer's bank or the provider said no. {@code facts} and the id are there when an object was made all the same. */
    record Declined(String code, String message, @Nullable String providerPaymentId, List<Fact> facts)
            implements CreateResult {}

    /** The provider takes no such request. */
    record Invalid(String code, String reason) implements CreateResult {}

    /** It may or may not exist. */
    record Unknown(String cause, Remedy remedy) implements CreateResult {}

    /** It does not exist: nothing has left this machine. */
    record NotSent(String cause) implements CreateResult {}
}
