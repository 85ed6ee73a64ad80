package dev.comanda.payments.payment;

import dev.comanda.payments.ledger.Attempt;
import dev.comanda.payments.ledger.Expected;
import dev.comanda.payments.ledger.Ledger;
import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.Operation;
import dev.comanda.web.audit.Audit;
import dev.comanda.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
    private final PaymentBook book;
    private final Calls calls;
    private final Audit audit;
    private final InstantSource clock;

    Steps(
            PaymentRows rows,
            Operations operations,
            IdempotencyKeys keys,
            Refunds refunds,
            PaymentBook book,
            Calls calls,
            InstantSource clock,
            Audit audit) {
        this.rows = rows;
        this.operations = operations;
        this.keys = keys;
        this.refunds = refunds;
        this.book = book;
        this.calls = calls;
        this.audit = audit;
        this.clock = clock;
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
        if (payment.review() != null) {
            throw ProblemException.conflict("The payment is under review: accept or reject it.");
        }
        Attempt attempt = rows.ledger(payment).paying().stream()
                .max(Comparator.comparingLong(one -> refunds.remainder(payment, one)))
                .orElseThrow(() -> tooMuch(payment.money().with(0)));
        Money left = attempt.amount().with(Math.max(0, refunds.remainder(payment, attempt)));
        Money amount = text == null ? left : amount(text, left);
        if (amount.minor() == 0 || amount.minor() > left.minor()) {
            throw tooMuch(left);
        }
        String operationId = Operations.newId();
        operations.addRefund(operationId, paymentId, attempt, amount.minor(), "operator", false);
        audit.record(
                "payment.refund",
                paymentId,
                null,
                Map.of("state", payment.state()),
                Map.of("refund_id", operationId, "amount", amount.toString()));
        return operations.find(operationId).orElseThrow();
    }

    private static ProblemException tooMuch(Money left) {
        return ProblemException.conflict(
                "At most " + left + " can be refunded: what is captured, without what is refunded or on its way.");
    }

    private static Money amount(String text, Money left) {
        try {
            return Money.parse(text, left.currency());
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

    /**
     * Decides about attempts that are not what was asked for, or more than was asked for: accepted, they pay, or are kept
     * beside what has paid; rejected, their money goes back. Repeating it changes nothing.
     *
     * @param attemptId null for all that are under review
     */
    void decide(String paymentId, @Nullable String attemptId, Expected.Decision decision) {
        QuarkusTransaction.joiningExisting().run(() -> {
            PaymentRow payment = lock(paymentId);
            Ledger ledger = rows.ledger(payment);
            Expected.Decision kept =
                    decision == Expected.Decision.ACCEPTED && ledger.standing().isPaid()
                            ? Expected.Decision.KEPT
                            : decision;
            List<Attempt> undecided = ledger.attempts().stream()
                    .filter(attempt -> attemptId == null ? attempt.isUnderReview() : isAsked(attempt, attemptId))
                    .toList();
            if (undecided.isEmpty()) {
                refuseUnlessDecided(ledger, attemptId, EnumSet.of(decision, kept));
                return;
            }
            undecided.forEach(attempt -> rows.decide(paymentId, attempt.id(), kept, clock.instant()));
            book.refold(paymentId, "operator", kept.name().toLowerCase(Locale.ROOT));
            audit.record(
                    decision == Expected.Decision.REJECTED ? "payment.reject" : "payment.accept",
                    paymentId,
                    null,
                    Map.of("state", payment.state(), "review", Objects.requireNonNullElse(payment.review(), "none")),
                    Map.of(
                            "decision",
                            kept,
                            "attempts",
                            undecided.stream().map(Attempt::id).toList()));
        });
    }

    private static boolean isAsked(Attempt attempt, String attemptId) {
        return attempt.id().equals(attemptId) && (attempt.isUnderReview() || attempt.isOverpaid());
    }

    private static void refuseUnlessDecided(
            Ledger ledger, @Nullable String attemptId, Set<Expected.Decision> decisions) {
        if (ledger.attempts().stream()
                .filter(attempt -> attemptId == null || attempt.id().equals(attemptId))
                .map(Attempt::decision)
                .noneMatch(decision -> decision != null && decisions.contains(decision))) {
            throw ProblemException.conflict("There is nothing to decide about this payment.");
        }
    }

    private PaymentRow lock(String paymentId) {
        return rows.lock(paymentId).orElseThrow(() -> ProblemException.notFound("payment"));
    }

    /** What to answer a refund with. */
    record Refunded(int status, Refunds.RefundView refund) {}
}
