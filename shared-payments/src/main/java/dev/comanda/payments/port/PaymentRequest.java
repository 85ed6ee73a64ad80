package dev.comanda.payments.port;

import dev.comanda.payments.money.Money;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A payment to be created.
 *
 * @param operationId ours, {@code [A-Za-z0-9_-]{1,64}}: with {@code comanda-} before it, the provider's idempotency key
 * @param paymentId ours, {@code [A-Za-z0-9_-]{1,64}}: what the provider's objects carry
 * @param reference what is paid for: an order, a booking, a reservation; 1 to 200 characters
 * @param capture false only reserves the amount
 * @param method null to let the payer choose one at the provider's
 * @param checkout null unless the payer is to be sent to a page of the provider's
 * @param metadata kept with the provider's object; its key {@code scenario} scripts the mock provider
 * @param firstSentAt when this operation was first sent: providers forget idempotency keys (Stripe after 24 h)
 */
public record PaymentRequest(
        String operationId,
        String paymentId,
        Money amount,
        String reference,
        boolean capture,
        @Nullable Method method,
        @Nullable Checkout checkout,
        @Nullable Customer customer,
        Map<String, String> metadata,
        Instant firstSentAt) {
    /** How to pay; at least one of the first two. Never logged. */
    public record Method(
            @Nullable String token,
            @Nullable String paymentMethodId,
            @Nullable Integer installments) {
        @Override
        public String toString() {
            return "Method[***]";
        }
    }

    /** Where the provider's page sends the payer afterwards. */
    public record Checkout(String successUrl, String cancelUrl) {}

    /** Who pays. {@code locale} is a language tag such as {@code es}. Never logged. */
    public record Customer(
            String email, @Nullable String name, @Nullable String locale) {
        @Override
        public String toString() {
            return "Customer[***]";
        }
    }
}
