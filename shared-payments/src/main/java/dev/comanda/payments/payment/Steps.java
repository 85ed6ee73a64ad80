package dev.comanda.payments.payment;

import dev.comanda.payments.ledger.Expected;
import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.Operation;
import dev.comanda.web.audit.Audit;
import dev.comanda.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an operator does with a payment that is there: refund, capture, cancel, decide on a review. */
@ApplicationScoped
class Steps {
    private static final Set<PaymentState> CANCELABLE = Set.of(
            PaymentState.CREATED,
            PaymentState.PENDING,
            PaymentState.REQUIRES_ACTION,
            PaymentState.AUTHORIZED,
            PaymentState.FAILED);

    private final PaymentRows rows;
    private final Operations operations;
    private final IdempotencyKeys keys;
    private final Refunds refunds;
    private final Releases releases;
    private final PaymentBook book;
    private final Calls calls;
    private final Audit audit;

    Steps(
            PaymentRows rows,
            Operations operations,
            IdempotencyKeys keys,
            Refunds refunds,
            Releases releases,
            PaymentBook book,
            Calls calls,
            Audit audit) {
        this.rows = rows;
        this.operations = operations;
        this.keys = keys;
        this.refunds = refunds;
        this.releases = releases;
        this.book = book;
        this.calls = calls;
        this.audit = audit;
    }

    /**
     * Reserves the amount under the payment's lock and sends it back.
     *
     * @param text what was asked for; null is all that is left
     */
    Refunded refund(String paymentId, @Nullable String text, String scope, String key) {
        byte[] fingerprint = Payments.fingerprint(text == null ? "all" : text);
        OperationRow operation = QuarkusTransaction.requiringNew()
                .call(() -> keys.use(scope, key, fingerprint).orElseGet(() -> {
                    OperationRow fresh = reserve(paymentId, text);
                    keys.keep(scope, key, fingerprint, fresh.operationId());
                    return fresh;
                }));
        operations.take(operation.operationId()).ifPresent(calls::make);
        int status = calls.answer(operation.operationId());
        PaymentRow payment = rows.find(paymentId).orElseThrow();
        return new Refunded(
                status,
                refunds.of(payment).stream()
                        .filter(refund -> refund.refundId().equals(operation.operationId()))
                        .findFirst()
                        .orElseThrow());
    }

    private OperationRow reserve(String paymentId, @Nullable String text) {
        PaymentRow payment = lock(paymentId);
        long left = refunds.remainder(payment, rows.facts(paymentId).values());
        Money amount = text == null ? payment.money().with(Math.max(0, left)) : amount(text, payment);
        if (amount.minor() == 0 || amount.minor() > left) {
            throw ProblemException.conflict("At most " + payment.money().with(Math.max(0, left))
                    + " can be refunded: what is captured, without what is refunded or on its way.");
        }
        String operationId = Operations.newId();
        operations.add(operationId, paymentId, Operation.Kind.REFUND, amount.minor(), "operator", false, null);
        audit.record(
                "payment.refund",
                paymentId,
                null,
                Map.of("state", payment.state()),
                Map.of("refund_id", operationId, "amount", amount.toString()));
        return operations.find(operationId).orElseThrow();
    }

    private static Money amount(String text, PaymentRow payment) {
        try {
            return Money.parse(text, payment.money().currency());
        } catch (Money.NotMoney e) {
            throw ProblemException.invalid("amount", String.valueOf(e.getMessage()));
        }
    }

    int capture(String paymentId) {
        return step(paymentId, Operation.Kind.CAPTURE, Set.of(PaymentState.AUTHORIZED), "authorized");
    }

    int cancel(String paymentId) {
        return step(paymentId, Operation.Kind.CANCEL, CANCELABLE, "waiting to be paid");
    }

    private int step(String paymentId, Operation.Kind kind, Set<PaymentState> from, String which) {
        String operationId = QuarkusTransaction.requiringNew().call(() -> {
            PaymentRow payment = lock(paymentId);
            List<OperationRow> before = operations.of(paymentId, kind);
            for (OperationRow one : before) {
                if (one.isOpen()) {
                    throw ProblemException.conflict("This is being done already.", Duration.ofSeconds(2));
                }
                if (one.status() == OperationRow.Status.DONE && !from.contains(payment.state())) {
                    return one.operationId();
                }
            }
            if (!from.contains(payment.state())) {
                throw ProblemException.conflict(
                        "The payment is " + payment.state() + "; only one that is " + which + " allows this.");
            }
            String id = Operations.newId();
            operations.add(id, paymentId, kind, payment.amount(), "operator", false, null);
            audit.record(
                    kind == Operation.Kind.CAPTURE ? "payment.capture" : "payment.cancel",
                    paymentId,
                    null,
                    Map.of("state", payment.state()),
                    Map.of("operation_id", id));
            return id;
        });
        operations.take(operationId).ifPresent(calls::make);
        return calls.answer(operationId);
    }

    /** Takes what was paid for what was asked for, or sends it back. */
    void decide(String paymentId, Expected.Decision decision) {
        QuarkusTransaction.requiringNew().run(() -> {
            PaymentRow payment = lock(paymentId);
            if (payment.decision() == decision) {
                return;
            }
            if (payment.review() == null || payment.decision() != Expected.Decision.NONE) {
                throw ProblemException.conflict("There is nothing to decide about this payment.");
            }
            rows.decide(paymentId, decision.name());
            if (decision == Expected.Decision.REJECTED) {
                releases.add(paymentId, "rejected in review");
            }
            book.refold(paymentId, "operator", decision.name().toLowerCase(Locale.ROOT));
            audit.record(
                    decision == Expected.Decision.ACCEPTED ? "payment.accept" : "payment.reject",
                    paymentId,
                    null,
                    Map.of("state", payment.state(), "review", payment.review()),
                    Map.of("decision", decision));
        });
    }

    private PaymentRow lock(String paymentId) {
        return rows.lock(paymentId).orElseThrow(() -> ProblemException.notFound("payment"));
    }

    /** What to answer a refund with. */
    record Refunded(int status, Refunds.RefundView refund) {}
}
