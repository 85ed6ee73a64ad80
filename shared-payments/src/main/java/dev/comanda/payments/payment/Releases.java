package dev.comanda.payments.payment;

import dev.comanda.database.queue.Wakeups;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.ledger.Standing;
import dev.comanda.payments.port.Operation;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * Payments that nobody wants any more. Whatever is captured of one, now or later, goes back, and what is not captured is
 * canceled: planned anew each time something is learned of it, so it makes no difference which comes first.
 */
@ApplicationScoped
class Releases {
    /** Woken after each commit that released a payment. */
    static final String QUEUE = "payment-releases";

    private static final String BY = "release";

    private final Jdbi jdbi;
    private final Operations operations;
    private final Refunds refunds;
    private final Tasks tasks;
    private final Wakeups wakeups;
    private final InstantSource clock;

    Releases(Jdbi jdbi, Operations operations, Refunds refunds, Tasks tasks, Wakeups wakeups, InstantSource clock) {
        this.jdbi = jdbi;
        this.operations = operations;
        this.refunds = refunds;
        this.tasks = tasks;
        this.wakeups = wakeups;
        this.clock = clock;
    }

    /** Writes it down, taking no lock on the payment: its caller holds locks that come after that one. */
    void add(String paymentId, String reason) {
        jdbi.useHandle(db -> db.execute("""
                insert into payment_release (payment_id, reason, requested_at) values (?, ?, ?)
                on conflict (payment_id) do nothing
                """, paymentId, reason, clock.instant()));
        wakeups.afterCommit(QUEUE);
    }

    boolean isReleased(String paymentId) {
        return jdbi.withHandle(db -> db.createQuery("select true from payment_release where payment_id = ?")
                .bind(0, paymentId)
                .mapTo(Boolean.class)
                .findOne()
                .isPresent());
    }

    /** Released since anybody looked. */
    List<String> due(int max) {
        return jdbi.withHandle(db -> db.createQuery(
                        "select payment_id from payment_release where not planned order by requested_at limit ?")
                .bind(0, max)
                .mapTo(String.class)
                .list());
    }

    /** Does what is left to do for a released payment; the caller holds its lock. */
    void plan(PaymentRow payment, Standing standing, Collection<Fact> facts) {
        if (!isReleased(payment.paymentId())) {
            return;
        }
        jdbi.useHandle(db ->
                db.execute("update payment_release set planned = true where payment_id = ?", payment.paymentId()));
        if (standing.state() == PaymentState.DISPUTED || standing.state() == PaymentState.CHARGED_BACK) {
            if (standing.refunded() < standing.captured()) {
                tasks.ask(
                        payment.paymentId(),
                        "released_while_disputed",
                        "",
                        "Nobody wants this payment any more, but its payer disputes it: refund it or defend it.",
                        null);
            }
            return;
        }
        if (standing.captured() > 0) {
            giveBack(payment, standing, facts);
        } else if (standing.state() == PaymentState.FAILED || standing.state().isLive()) {
            cancel(payment);
        }
    }

    private void giveBack(PaymentRow payment, Standing standing, Collection<Fact> facts) {
        boolean refusedBefore = operations.of(payment.paymentId(), Operation.Kind.REFUND).stream()
                .anyMatch(operation ->
                        operation.requestedBy().equals(BY) && operation.status() == OperationRow.Status.REFUSED);
        long rest = refunds.remainder(standing.captured(), standing.refunded(), payment, facts);
        if (rest > 0 && !refusedBefore) {
            operations.add(Operations.newId(), payment.paymentId(), Operation.Kind.REFUND, rest, BY, true, null);
        }
    }

    private void cancel(PaymentRow payment) {
        if (payment.providerPaymentId() == null
                || !operations.of(payment.paymentId(), Operation.Kind.CANCEL).isEmpty()) {
            return;
        }
        operations.add(
                Operations.newId(), payment.paymentId(), Operation.Kind.CANCEL, payment.amount(), BY, true, null);
    }
}
