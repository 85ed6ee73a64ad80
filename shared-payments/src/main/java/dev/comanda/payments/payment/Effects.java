package dev.comanda.payments.payment;

import dev.comanda.payments.ledger.Attempt;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.ledger.Ledger;
import dev.comanda.payments.money.Money;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What follows from facts: mails, tasks, and what the service does. Each effect hangs on a fact and is a row of its own,
 * unique and written with that fact; none hangs on a change of state, of which another order of the same webhooks may
 * show another set.
 */
@ApplicationScoped
class Effects {
    private static final String DISPUTE = "dispute";

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final CustomerMails mails;
    private final Tasks tasks;
    private final List<PaymentListener> listeners;

    Effects(Jdbi jdbi, InstantSource clock, CustomerMails mails, Tasks tasks, @All List<PaymentListener> listeners) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.mails = mails;
        this.tasks = tasks;
        this.listeners = listeners;
    }

    void follow(PaymentRow payment, Ledger ledger, Collection<Fact> facts) {
        if (!ledger.paying().isEmpty() && isFirst(payment, "paid", "")) {
            mails.paid(payment);
            listeners.forEach(listener -> listener.captured(view(payment)));
        }
        askAbout(payment, ledger.attempts());
        for (Fact fact : facts) {
            switch (fact) {
                case Fact.Refund refund
                when refund.status() == Fact.Refund.Status.SUCCEEDED ->
                    refunded(payment, refund.id(), ledger.amountOf(refund));
                case Fact.Refund refund
                when refund.status().isVoid() -> notRefunded(payment, refund, ledger.amountOf(refund));
                case Fact.Dispute dispute -> {
                    disputed(payment, dispute.id(), ledger.amountOf(dispute), dispute.dueBy());
                    if (!dispute.status().isOpen()) {
                        tasks.settle(payment.paymentId(), DISPUTE, dispute.id());
                    }
                }
                case Fact.Intent intent
                when intent.contested() -> disputed(payment, intent.id(), ledger.amountOf(intent), null);
                default -> {}
            }
        }
    }

    /** Each attempt that an operator has to look at is a task, for as long as it has to be looked at. */
    private void askAbout(PaymentRow payment, List<Attempt> attempts) {
        List<Tasks.AboutAttempt> wanted = new ArrayList<>();
        for (Attempt attempt : attempts) {
            Money captured = attempt.amount().with(attempt.captured());
            if (attempt.isUnderReview()) {
                wanted.add(new Tasks.AboutAttempt(
                        "review",
                        attempt.id(),
                        "Attempt " + attempt.id() + " paid " + captured + " for a payment of " + payment.money()
                                + ": the " + attempt.flaw() + " is not what was asked for. Accept or reject it."));
            } else if (attempt.isOverpaid()) {
                wanted.add(new Tasks.AboutAttempt(
                        "overpaid",
                        attempt.id(),
                        "Attempt " + attempt.id() + " paid " + captured
                                + " for a payment that was paid already. Refund it."));
            }
        }
        tasks.keep(payment.paymentId(), wanted);
    }

    private void refunded(PaymentRow payment, String refundId, Money amount) {
        if (isFirst(payment, "refunded", refundId)) {
            mails.refunded(payment, refundId, amount);
            listeners.forEach(listener -> listener.refunded(view(payment), refundId, amount));
        }
    }

    /** Who was told that money comes is told that it does not; who was told nothing is not. */
    private void notRefunded(PaymentRow payment, Fact.Refund refund, Money amount) {
        if (happened(payment, "refunded", refund.id()) && isFirst(payment, "refund_failed", refund.id())) {
            mails.refundFailed(payment, refund.id(), amount);
        }
        tasks.ask(
                payment.paymentId(),
                "refund_failed",
                refund.id(),
                "A refund of " + amount + " did not reach the payer: " + refund.status() + ". Send it another way.",
                null);
    }

    private void disputed(PaymentRow payment, String disputeId, Money amount, @Nullable Instant dueBy) {
        if (isFirst(payment, "disputed", disputeId)) {
            tasks.ask(
                    payment.paymentId(),
                    DISPUTE,
                    disputeId,
                    "The payer's bank asks " + amount + " back. Send evidence at the provider's, or accept.",
                    dueBy);
            listeners.forEach(listener -> listener.disputed(view(payment), disputeId, amount, dueBy));
        }
    }

    private boolean isFirst(PaymentRow payment, String effect, String objectId) {
        return jdbi.withHandle(db -> db.execute(
                        "insert into payment_effect (payment_id, effect, object_id, at) values (?, ?, ?, ?)"
                                + " on conflict do nothing",
                        payment.paymentId(),
                        effect,
                        objectId,
                        clock.instant()))
                == 1;
    }

    private boolean happened(PaymentRow payment, String effect, String objectId) {
        return jdbi.withHandle(db -> db.createQuery(
                        "select true from payment_effect where payment_id = ? and effect = ? and object_id = ?")
                .bind(0, payment.paymentId())
                .bind(1, effect)
                .bind(2, objectId)
                .mapTo(Boolean.class)
                .findOne()
                .isPresent());
    }

    private static PaymentView view(PaymentRow payment) {
        return payment.view(Map.of(), null);
    }
}
