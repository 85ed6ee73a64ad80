package dev.comanda.payments.payment;

import dev.comanda.payments.ledger.Attempt;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.ledger.Ledger;
import dev.comanda.payments.port.Operation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refunds as they are asked for and as they went: one view over our operations and the provider's objects. */
@ApplicationScoped
class Refunds {
    private final Operations operations;
    private final PaymentRows rows;

    Refunds(Operations operations, PaymentRows rows) {
        this.operations = operations;
        this.rows = rows;
    }

    /** How much of the attempt is neither refunded nor on its way back; the caller holds the payment's lock. */
    long remainder(PaymentRow payment, Attempt attempt) {
        long onItsWay = 0;
        List<String> known = new ArrayList<>();
        for (Fact.Refund refund : attempt.refunds()) {
            boolean pending = refund.status() == Fact.Refund.Status.PENDING
                    || refund.status() == Fact.Refund.Status.REQUIRES_ACTION;
            onItsWay += pending ? refund.amount() : 0;
            if (refund.operation() != null) {
                known.add(refund.operation());
            }
            known.add(refund.id());
        }
        for (OperationRow operation : of(payment, attempt)) {
            boolean counted = known.contains(operation.operationId())
                    || (operation.providerObject() != null && known.contains(operation.providerObject()));
            onItsWay += operation.isOpen() && !counted ? operation.amount() : 0;
        }
        return attempt.kept() - onItsWay;
    }

    /** The refunds of that attempt which we asked for; those of before attempts were told apart are of the one that pays. */
    List<OperationRow> of(PaymentRow payment, Attempt attempt) {
        return operations.of(payment.paymentId(), Operation.Kind.REFUND).stream()
                .filter(operation -> operation.attempt() == null
                        ? attempt.part() == Attempt.Part.PAYS
                        : operation.attempt().equals(attempt.id()))
                .toList();
    }

    /** Those we asked for, oldest first, then those that were made elsewhere. */
    List<RefundView> of(PaymentRow payment) {
        Map<String, Fact.Refund> facts = new HashMap<>();
        Collection<Fact> all = rows.facts(payment.paymentId()).values();
        Ledger ledger = rows.ledger(payment, all);
        all.forEach(fact -> {
            if (fact instanceof Fact.Refund refund) {
                facts.put(refund.id(), refund);
            }
        });
        List<RefundView> views = new ArrayList<>();
        for (OperationRow operation : operations.of(payment.paymentId(), Operation.Kind.REFUND)) {
            Fact.Refund fact = facts.values().stream()
                    .filter(refund -> operation.operationId().equals(refund.operation())
                            || refund.id().equals(operation.providerObject()))
                    .findFirst()
                    .orElse(null);
            if (fact != null) {
                facts.remove(fact.id());
            }
            views.add(view(payment, operation, fact));
        }
        facts.values().stream()
                .sorted(Comparator.comparing(Fact.Refund::id))
                .forEach(fact -> views.add(new RefundView(
                        fact.id(),
                        payment.paymentId(),
                        fact.id(),
                        ledger.amountOf(fact).text(),
                        ledger.amountOf(fact).currency().code(),
                        word(fact.status().name()),
                        fact.failureCode())));
        return views;
    }

    RefundView view(PaymentRow payment, OperationRow operation, Fact.@Nullable Refund fact) {
        return new RefundView(
                operation.operationId(),
                payment.paymentId(),
                fact == null ? operation.providerObject() : fact.id(),
                operation.money(payment).text(),
                operation.money(payment).currency().code(),
                word(fact == null ? status(operation) : fact.status().name()),
                fact == null ? operation.code() : fact.failureCode());
    }

    /** Done without the provider's own word about it: it has it, and it is under way. */
    private static String status(OperationRow operation) {
        return operation.status() == OperationRow.Status.DONE
                ? "PENDING"
                : operation.status().name();
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /**
     * A refund as the API shows it.
     *
     * @param refundId ours, or the provider's where it was made elsewhere
     * @param status sending, unknown, not_sent and refused are ours; pending, requires_action, succeeded, failed and
     *     canceled are the provider's
     * @param code why it was refused or failed
     */
    record RefundView(
            String refundId,
            String paymentId,
            @Nullable String providerRefundId,
            String amount,
            String currency,
            String status,
            @Nullable String code) {}
}
