package dev.comanda.payments.payment;

import dev.comanda.payments.ledger.PaymentState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Jdbi;

/** What happened to a payment, and why; only ever added to. */
@ApplicationScoped
class History {
    private final Jdbi jdbi;
    private final InstantSource clock;

    History(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    void add(String paymentId, String source, String rule, PaymentState before, PaymentState after) {
        jdbi.useHandle(db -> db.createUpdate("""
                        insert into payment_history (payment_id, at, source, rule, state_before, state_after)
                        values (:payment, :at, :source, :rule, :before, :after)
                        """)
                .bind("payment", paymentId)
                .bind("at", clock.instant())
                .bind("source", source)
                .bind("rule", rule)
                .bind("before", before)
                .bind("after", after)
                .execute());
    }

    List<Entry> of(String paymentId) {
        return jdbi.withHandle(
                db -> db.createQuery("""
                        select at, source, rule, state_before, state_after
                          from payment_history where payment_id = ? order by id
                        """).bind(0, paymentId).mapTo(Entry.class).list());
    }

    /**
     * One thing that happened.
     *
     * @param source which webhook, which operation, or who
     * @param rule what was done about it
     */
    @Schema(name = "PaymentHistoryEntry")
    record Entry(Instant at, String source, String rule, PaymentState stateBefore, PaymentState stateAfter) {}
}
