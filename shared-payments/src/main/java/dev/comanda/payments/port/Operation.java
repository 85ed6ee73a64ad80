package dev.comanda.payments.port;

import dev.comanda.payments.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call that was sent and whose answer is lost.
 *
 * @param providerPaymentId null for a creation, whose answer would have been this id
 */
public record Operation(
        String operationId,
        Kind kind,
        String paymentId,
        @Nullable String providerPaymentId,
        Money amount,
        Instant firstSentAt) {
    /** What was asked for. */
    public enum Kind {
        CREATE,
        REFUND,
        CAPTURE,
        CANCEL
    }
}
