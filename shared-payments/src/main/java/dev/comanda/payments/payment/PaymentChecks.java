package dev.comanda.payments.payment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;

/** Asks for a payment to be looked at. */
@ApplicationScoped
public class PaymentChecks {
    private final Jdbi jdbi;
    private final InstantSource clock;

    PaymentChecks(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Has its provider asked about it as soon as the caller's transaction has committed. */
    public void soon(String paymentId) {
        jdbi.useHandle(db -> db.execute(
                "update payment set check_at = ?, checks = 0 where payment_id = ?", clock.instant(), paymentId));
    }
}
