package dev.comanda.marketplace.event;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The last payment a restaurant told of. It is history: nothing here depends on it. */
@Embeddable
public record Payment(
        @Column(name = "paid_cents") long cents,
        @Column(name = "paid_currency") String currency,
        @Column(name = "paid_payment_id") @Nullable String paymentId,
        @Column(name = "paid_at") Instant at) {
    public BigDecimal amount() {
        return BigDecimal.valueOf(cents, 2);
    }
}
