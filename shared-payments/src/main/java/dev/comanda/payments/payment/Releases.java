package dev.comanda.payments.payment;

import dev.comanda.database.queue.Wakeups;
import dev.comanda.payments.ledger.Attempt;
import dev.comanda.payments.ledger.Expected;
import dev.comanda.payments.ledger.Ledger;
import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.port.Operation;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
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

    private static final String BY_RELEASE = "release";
    private static final String BY_REJECTION = "rejection";

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

    /** Does what is left to do for rejected attempts and for a released payment; the caller holds its lock. */
    void plan(PaymentRow payment, Ledger ledger) {
        ledger.attempts().stream()
                .filter(attempt -> attempt.decision() == Expected.Decision.REJECTED)
                .filter(attempt -> attempt.state() != PaymentState.DISPUTED)
                .filter(attempt -> attempt.state() != PaymentState.CHARGED_BACK)
                .forEach(attempt -> giveBack(payment, attempt, BY_REJECTION));
        if (isReleased(payment.paymentId())) {
            jdbi.useHandle(db ->
                    db.execute("update payment_release set planned = true where payment_id = ?", payment.paymentId()));
            planRelease(payment, ledger);
        }
    }

    /** Only the money that pays goes back by itself: what is not what was asked for, or too much, is an operator's task. */
    private void planRelease(PaymentRow payment, Ledger ledger) {
        if (payment.state() == PaymentState.DISPUTED || payment.state() == PaymentState.CHARGED_BACK) {
            if (ledger.paying().stream().anyMatch(attempt -> attempt.kept() > 0)) {
                tasks.ask(
                        payment.paymentId(),
                        "released_while_disputed",
                        "",
                        "Nobody wants this payment any more, but its payer disputes it: refund it or defend it.",
                        null);
            }
            return;
        }
        ledger.paying().forEach(attempt -> giveBack(payment, attempt, BY_RELEASE));
        if (ledger.attempts().stream().allMatch(attempt -> attempt.captured() == 0)
                && (payment.state() == PaymentState.FAILED || payment.state().isLive())) {
            cancel(payment);
        }
    }

    private void giveBack(PaymentRow payment, Attempt attempt, String by) {
        boolean refusedBefore = refunds.of(payment, attempt).stream()
                .anyMatch(operation ->
                        operation.requestedBy().equals(by) && operation.status() == OperationRow.Status.REFUSED);
        long rest = refunds.remainder(payment, attempt);
        if (rest > 0 && !refusedBefore) {
            operations.addRefund(Operations.newId(), payment.paymentId(), attempt, rest, by, true);
        }
    }

    private void cancel(PaymentRow payment) {
        if (payment.providerPaymentId() == null
                || !operations.of(payment.paymentId(), Operation.Kind.CANCEL).isEmpty()) {
            return;
        }
        operations.add(
                Operations.newId(),
                payment.paymentId(),
                Operation.Kind.CANCEL,
                payment.amount(),
                BY_RELEASE,
                true,
                null);
    }
}
