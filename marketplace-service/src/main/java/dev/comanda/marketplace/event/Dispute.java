package dev.comanda.marketplace.event;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The last dispute a restaurant told of: somebody's bank asks money back. It is history: nothing here depends on it. */
@Embeddable
public record Dispute(
        @Column(name = "disputed_cents") long cents,
        @Column(name = "disputed_currency") String currency,
        @Column(name = "disputed_payment_id") @Nullable String paymentId,
        @Column(name = "disputed_due_by") @Nullable Instant dueBy,
        @Column(name = "disputed_at") Instant at) {
    public BigDecimal amount() {
        return BigDecimal.valueOf(cents, 2);
    }
}
