package dev.comanda.payments.payment;

import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.checkpoint.Checkpoint.Moment;
import dev.comanda.database.encryption.Encrypted;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.Operation;
import dev.comanda.payments.port.PaymentProvider;
import dev.comanda.payments.port.PaymentRequest;
import dev.comanda.payments.port.Remedy;
import dev.comanda.payments.variant.Variants;
import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls that operations stand for, and has recorded what came of them. The call lies between two transactions: a
 * crash leaves an operation whose outcome is unknown, never a charge that nobody knows of.
 */
@ApplicationScoped
class Calls {
    private static final Logger LOG = Logger.getLogger(Calls.class);

    /** Stripe forgets an idempotency key after 24 hours: an hour before, repeating stops being safe. */
    private static final Duration REPEATABLE = Duration.ofHours(23);

    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

    private final PaymentRows rows;
    private final Operations operations;
    private final IdempotencyKeys keys;
    private final Outcomes outcomes;
    private final Releases releases;
    private final Sealed sealed;
    private final Variants variants;
    private final Checkpoint checkpoint;
    private final InstantSource clock;

    Calls(
            PaymentRows rows,
            Operations operations,
            IdempotencyKeys keys,
            Outcomes outcomes,
            Releases releases,
            Sealed sealed,
            Variants variants,
            Checkpoint checkpoint,
            InstantSource clock) {
        this.rows = rows;
        this.operations = operations;
        this.keys = keys;
        this.outcomes = outcomes;
        this.releases = releases;
        this.sealed = sealed;
        this.variants = variants;
        this.checkpoint = checkpoint;
        this.clock = clock;
    }

    /** Sends the operation whose lease the caller holds, or finds out about it, and records the outcome. */
    void make(OperationRow operation) {
        checkpoint.reached(Moment.ORDERED);
        PaymentRow payment = rows.find(operation.paymentId()).orElseThrow();
        Outcome outcome = operation.kind() == Operation.Kind.CREATE
                        && operation.firstSentAt() == null
                        && releases.isReleased(payment.paymentId())
                ? new Outcome.Refused(409, "released", "Nobody wants this payment any more.", List.of())
                : ask(operation, payment);
        checkpoint.reached(Moment.CHARGED);
        LOG.infof(
                "%s of %s by %s, try %d: %s",
                operation.kind(), payment.paymentId(), payment.variant(), operation.tries(), word(outcome));
        QuarkusTransaction.requiringNew().run(() -> outcomes.record(operation, payment, outcome));
    }

    /** The HTTP status for whoever asked for the operation; the provider's refusals are problems. */
    int answer(String operationId) {
        OperationRow operation = operations.find(operationId).orElseThrow();
        if (operation.status() == OperationRow.Status.NOT_SENT) {
            throw ProblemException.unavailable("The payment provider cannot be reached; nothing was sent.", ASK_AGAIN);
        }
        int status = keys.statusOf(operationId).orElseGet(() -> switch (operation.status()) {
            case DONE -> 200;
            case REFUSED -> 409;
            case SENDING, UNKNOWN, NOT_SENT -> 202;
        });
        if (status < 400) {
            return status;
        }
        String message = operation.message() == null ? "The provider refused." : operation.message();
        String code = operation.code() == null ? "refused" : operation.code();
        throw ProblemException.of(
                status == 400 ? ProblemType.BAD_REQUEST : status == 402 ? ProblemType.DECLINED : ProblemType.CONFLICT,
                message,
                Map.of("payment_id", operation.paymentId(), "code", code));
    }

    private Outcome ask(OperationRow operation, PaymentRow payment) {
        PaymentProvider provider = variants.of(payment.variant()).provider();
        Instant firstSent = operation.firstSentAt();
        if (firstSent != null && mustLook(operation, firstSent)) {
            return Outcome.of(provider.look(new Operation(
                    operation.operationId(),
                    operation.kind(),
                    payment.paymentId(),
                    object(operation, payment),
                    operation.money(payment),
                    firstSent)));
        }
        return send(operation, payment, provider);
    }

    private boolean mustLook(OperationRow operation, Instant firstSent) {
        return operation.remedy() == Remedy.LOOK || firstSent.plus(REPEATABLE).isBefore(clock.instant());
    }

    private Outcome send(OperationRow operation, PaymentRow payment, PaymentProvider provider) {
        Money amount = operation.money(payment);
        String id = operation.operationId();
        String object = object(operation, payment);
        if (operation.kind() == Operation.Kind.CREATE) {
            NewPayment wanted = sealed.requestOf(
                    new Encrypted(
                            Objects.requireNonNull(operation.requestKey()),
                            Objects.requireNonNull(operation.request())),
                    id);
            return Outcome.of(provider.createPayment(request(wanted, operation, operations.sending(operation))));
        }
        if (object == null) {
            return new Outcome.NotSent("the payment has no id at its provider yet");
        }
        operations.sending(operation);
        return switch (operation.kind()) {
            case REFUND -> Outcome.of(provider.refundPayment(object, amount, id));
            case CAPTURE -> Outcome.of(provider.capture(object, amount, id));
            case CANCEL -> Outcome.of(provider.cancel(object, id));
            case CREATE -> throw new IllegalStateException("handled above");
        };
    }

    private static @Nullable String object(OperationRow operation, PaymentRow payment) {
        return operation.attempt() == null ? payment.providerPaymentId() : operation.attempt();
    }

    private static PaymentRequest request(NewPayment wanted, OperationRow operation, Instant firstSent) {
        return new PaymentRequest(
                operation.operationId(),
                operation.paymentId(),
                wanted.amount(),
                wanted.reference(),
                wanted.capture(),
                wanted.method(),
                wanted.checkout(),
                wanted.customer(),
                wanted.metadata(),
                firstSent);
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> "done";
            case Outcome.Refused refused -> "refused, " + refused.code();
            case Outcome.Unknown unknown -> "unknown, " + unknown.cause();
            case Outcome.NotSent notSent -> "not sent, " + notSent.cause();
            case Outcome.Absent absent -> "no trace of it";
        };
    }
}
