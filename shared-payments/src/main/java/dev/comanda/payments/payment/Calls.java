package dev.comanda.payments.payment;

import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.checkpoint.Checkpoint.Moment;
import dev.comanda.database.encryption.Encrypted;
import dev.comanda.payments.ledger.Fact;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls that operations stand for, and records what came of them. The call lies between two transactions: a
 * crash leaves an operation whose outcome is unknown, never a charge that nobody knows of.
 */
@ApplicationScoped
class Calls {
    private static final Logger LOG = Logger.getLogger(Calls.class);

    /** Stripe forgets an idempotency key after 24 hours: an hour before, repeating stops being safe. */
    private static final Duration REPEATABLE = Duration.ofHours(23);

    /** A provider that still shows no trace of it then never had it. */
    private static final Duration GIVE_UP = Duration.ofHours(24);

    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(5));
    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(20);

    private final PaymentRows rows;
    private final Operations operations;
    private final PaymentBook book;
    private final IdempotencyKeys keys;
    private final Tasks tasks;
    private final Releases releases;
    private final Sealed sealed;
    private final Variants variants;
    private final Checkpoint checkpoint;
    private final InstantSource clock;

    Calls(
            PaymentRows rows,
            Operations operations,
            PaymentBook book,
            IdempotencyKeys keys,
            Tasks tasks,
            Releases releases,
            Sealed sealed,
            Variants variants,
            Checkpoint checkpoint,
            InstantSource clock) {
        this.rows = rows;
        this.operations = operations;
        this.book = book;
        this.keys = keys;
        this.tasks = tasks;
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
        QuarkusTransaction.requiringNew().run(() -> record(operation, payment, outcome));
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
                    payment.providerPaymentId(),
                    payment.money().with(operation.amount()),
                    firstSent)));
        }
        return send(operation, payment, provider);
    }

    private boolean mustLook(OperationRow operation, Instant firstSent) {
        return operation.remedy() == Remedy.LOOK || firstSent.plus(REPEATABLE).isBefore(clock.instant());
    }

    private Outcome send(OperationRow operation, PaymentRow payment, PaymentProvider provider) {
        Money amount = payment.money().with(operation.amount());
        String id = operation.operationId();
        String object = payment.providerPaymentId();
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

    private void record(OperationRow operation, PaymentRow payment, Outcome outcome) {
        // the payment's lock before the operation's, as everywhere
        rows.lock(payment.paymentId());
        boolean creates = operation.kind() == Operation.Kind.CREATE;
        String source = "operation " + operation.operationId();
        switch (outcome) {
            case Outcome.Done done -> {
                if (!close(operation, OperationRow.Status.DONE, done.providerObject(), null, null)) {
                    return;
                }
                keys.answered(
                        operation.operationId(), creates || operation.kind() == Operation.Kind.REFUND ? 201 : 200);
                if (!done.payerOnly().isEmpty()) {
                    Encrypted payer = sealed.payer(new HashMap<>(done.payerOnly()), payment.paymentId());
                    rows.keepPayer(payment.paymentId(), payer.bytes(), payer.keyId());
                }
                book.enter(payment.paymentId(), done.facts(), source, rule(operation));
            }
            case Outcome.Refused(int status, String code, String message, List<Fact> facts) -> {
                if (close(operation, OperationRow.Status.REFUSED, null, code, message)) {
                    keys.answered(operation.operationId(), status);
                    refused(operation, payment, code, message, facts, source);
                }
            }
            case Outcome.Unknown(String cause, Remedy remedy) -> unknown(operation, cause, remedy);
            case Outcome.Absent absent -> absent(operation, payment, source);
            case Outcome.NotSent(String cause) -> notSent(operation, payment, cause, source);
        }
    }

    private static String rule(OperationRow operation) {
        return operation.kind().name().toLowerCase(Locale.ROOT) + " answered";
    }

    private boolean close(
            OperationRow operation,
            OperationRow.Status status,
            @Nullable String object,
            @Nullable String code,
            @Nullable String message) {
        return operations.record(operation, status, object, code, message, null, null);
    }

    private void refused(
            OperationRow operation, PaymentRow payment, String code, String message, List<Fact> facts, String source) {
        if (operation.kind() == Operation.Kind.CREATE) {
            if (!facts.isEmpty()) {
                book.enter(payment.paymentId(), facts, source, "create declined: " + code);
            }
            book.fail(payment.paymentId(), code, message, source);
            return;
        }
        book.enter(payment.paymentId(), facts, source, rule(operation) + ": refused, " + code);
        if (operation.kind() == Operation.Kind.REFUND && operation.persistent()) {
            tasks.ask(
                    payment.paymentId(),
                    "refund_refused",
                    operation.operationId(),
                    "The provider refuses to refund " + payment.money().with(operation.amount()) + " (" + code
                            + "). Refund it another way.",
                    null);
        }
    }

    private void unknown(OperationRow operation, String cause, Remedy remedy) {
        // once it has to be looked for, no later answer makes repeating it safe
        Remedy kept = operation.remedy() == Remedy.LOOK ? Remedy.LOOK : remedy;
        if (operations.record(
                operation, OperationRow.Status.UNKNOWN, null, null, cause, kept.name(), next(operation))) {
            keys.answered(operation.operationId(), 202);
        }
    }

    private void absent(OperationRow operation, PaymentRow payment, String source) {
        Instant firstSent = Objects.requireNonNull(operation.firstSentAt());
        if (firstSent.plus(GIVE_UP).isAfter(clock.instant())) {
            unknown(operation, "not found", Remedy.LOOK);
            return;
        }
        String message = "The provider never had it.";
        if (close(operation, OperationRow.Status.REFUSED, null, "not_found", message)) {
            tasks.ask(
                    payment.paymentId(),
                    "operation_lost",
                    operation.operationId(),
                    operation.kind() + " of " + payment.money().with(operation.amount())
                            + " got no answer, and a day later the provider shows no trace of it. Look there.",
                    null);
            refused(operation, payment, "not_found", message, List.of(), source);
        }
    }

    private void notSent(OperationRow operation, PaymentRow payment, String cause, String source) {
        if (operation.firstSentAt() != null) {
            // an earlier try did leave this machine
            unknown(operation, cause, Optional.ofNullable(operation.remedy()).orElse(Remedy.REPEAT));
            return;
        }
        Instant next = operation.persistent() ? next(operation) : null;
        if (operations.record(operation, OperationRow.Status.NOT_SENT, null, "not_sent", cause, null, next)
                && next == null) {
            keys.forget(operation.operationId());
            if (operation.kind() == Operation.Kind.CREATE) {
                book.fail(payment.paymentId(), "not_sent", "The provider could not be reached.", source);
            }
        }
    }

    private Instant next(OperationRow operation) {
        int tries = operation.tries() - 1;
        return clock.instant().plus(tries < PAUSES.size() ? PAUSES.get(Math.max(0, tries)) : LONGEST_PAUSE);
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
