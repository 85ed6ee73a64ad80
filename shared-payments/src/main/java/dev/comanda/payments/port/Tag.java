package dev.comanda.payments.port;

import org.jspecify.annotations.Nullable;

/**
 * What of us a provider's object carries in its metadata (or external_reference); null where it carries nothing.
 *
 * @param paymentId {@code comanda_payment_id}
 * @param operationId {@code comanda_operation}
 * @param service {@code comanda_service}: which of our services asked for it; several may share one account
 * @param reference {@code order_id}: what is paid for, also on objects that other systems made
 */
public record Tag(
        @Nullable String paymentId,
        @Nullable String operationId,
        @Nullable String service,
        @Nullable String reference) {
    /** Carries nothing. */
    public static final Tag NONE = new Tag(null, null, null, null);
}
