package dev.comanda.payments.mock;

import dev.comanda.payments.ledger.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What each scenario does and when. Pure: the same payment asked for at the same time has the same future. */
final class Script {
    static final Fact.Failure DECLINED = new Fact.Failure("card_declined", "The card was declined.");

    private static final Fact.Failure NEVER_PAID =
            new Fact.Failure("payment_failed", "The payer's bank did not send the money.");
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration PAYER_TAKES = Duration.ofSeconds(2);
    private static final Duration BANK_TAKES = Duration.ofSeconds(3);
    private static final Duration TO_RESPOND = Duration.ofDays(7);

    private Script() {}

    static List<Step> create(MockPayment payment) {
        Instant now = payment.createdAt();
        Instant later = now.plus(PAYER_TAKES);
        return switch (payment.scenario()) {
            case DECLINED -> List.of(failed(payment, now, DECLINED));
            case REQUIRES_ACTION ->
                first(
                        intent(payment, now, "payment.requires_action", Fact.Intent.Status.ACTION, null),
                        succeed(payment, later));
            case ASYNC_SUCCESS -> first(pending(payment, now), succeed(payment, later));
            case ASYNC_FAILURE -> List.of(pending(payment, now), failed(payment, later, NEVER_PAID));
            case PAID,
                    PAID_TWICE,
                    WRONG_AMOUNT,
                    WRONG_CURRENCY,
                    TIMEOUT_AFTER_SUCCESS,
                    REFUND_FAILED,
                    DISPUTE_WON,
                    DISPUTE_LOST -> succeed(payment, now);
        };
    }

    /** A second attempt to pay for the same thing, where there is one. */
    static Optional<MockPayment> again(MockPayment payment, String id) {
        return payment.scenario() == Scenario.PAID_TWICE
                ? Optional.of(new MockPayment(
                        id,
                        payment.variant(),
                        payment.operationId() + "-again",
                        payment.paymentId(),
                        payment.service(),
                        payment.reference(),
                        payment.amount(),
                        payment.currency(),
                        payment.captures(),
                        Scenario.PAID,
                        null,
                        payment.createdAt().plus(SOON)))
                : Optional.empty();
    }

    static List<Step> capture(MockPayment payment, Instant now) {
        return first(intent(payment, now, "payment.paid", Fact.Intent.Status.SUCCEEDED, null), dispute(payment, now));
    }

    static Step cancel(MockPayment payment, Instant now) {
        return intent(payment, now, "payment.canceled", Fact.Intent.Status.CANCELED, null);
    }

    static List<Step> refund(MockPayment payment, String refundId, long amount, String operationId, Instant now) {
        Fact.Refund done =
                new Fact.Refund(refundId, amount, Fact.Refund.Status.SUCCEEDED, operationId, null, payment.id());
        if (payment.scenario() != Scenario.REFUND_FAILED) {
            return List.of(new Step(now, "refund.succeeded", done));
        }
        Fact.Refund pending =
                new Fact.Refund(refundId, amount, Fact.Refund.Status.PENDING, operationId, null, payment.id());
        Fact.Refund failed = new Fact.Refund(
                refundId, amount, Fact.Refund.Status.FAILED, operationId, "account_closed", payment.id());
        return List.of(
                new Step(now, "refund.pending", pending),
                new Step(now.plus(SOON), "refund.succeeded", done),
                new Step(now.plus(SOON.multipliedBy(2)), "refund.failed", failed));
    }

    private static List<Step> succeed(MockPayment payment, Instant at) {
        return payment.captures()
                ? capture(payment, at)
                : List.of(intent(payment, at, "payment.authorized", Fact.Intent.Status.AUTHORIZED, null));
    }

    private static List<Step> dispute(MockPayment payment, Instant paidAt) {
        return switch (payment.scenario()) {
            case DISPUTE_WON -> dispute(payment, paidAt, Fact.Dispute.Status.WON);
            case DISPUTE_LOST -> dispute(payment, paidAt, Fact.Dispute.Status.LOST);
            default -> List.of();
        };
    }

    private static List<Step> dispute(MockPayment payment, Instant paidAt, Fact.Dispute.Status end) {
        Instant opened = paidAt.plus(SOON);
        Instant closed = paidAt.plus(BANK_TAKES);
        Instant dueBy = opened.plus(TO_RESPOND);
        String id = payment.id().replace("mock_pay_", "mock_dp_");
        return List.of(
                new Step(
                        opened,
                        "dispute.opened",
                        new Fact.Dispute(
                                id,
                                payment.amount(),
                                Fact.Dispute.Status.NEEDS_RESPONSE,
                                opened,
                                dueBy,
                                "fraudulent",
                                payment.id())),
                new Step(
                        closed,
                        "dispute.closed",
                        new Fact.Dispute(id, payment.amount(), end, closed, dueBy, "fraudulent", payment.id())));
    }

    private static Step pending(MockPayment payment, Instant at) {
        return intent(payment, at, "payment.pending", Fact.Intent.Status.PROCESSING, null);
    }

    private static Step failed(MockPayment payment, Instant at, Fact.Failure failure) {
        return intent(payment, at, "payment.failed", Fact.Intent.Status.FAILED, failure);
    }

    private static Step intent(
            MockPayment payment, Instant at, String type, Fact.Intent.Status status, Fact.@Nullable Failure failure) {
        boolean paid = status == Fact.Intent.Status.SUCCEEDED;
        return new Step(
                at,
                type,
                new Fact.Intent(
                        payment.id(),
                        status,
                        at,
                        payment.amount(),
                        paid ? payment.paidAmount() : 0,
                        payment.paidCurrency(),
                        payment.paymentId(),
                        failure,
                        paid ? at : null,
                        false));
    }

    private static List<Step> first(Step step, List<Step> others) {
        return Stream.concat(Stream.of(step), others.stream()).toList();
    }
}
