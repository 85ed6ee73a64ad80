package dev.comanda.payments.payment;

import dev.comanda.database.encryption.Encrypted;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.port.Operation;
import dev.comanda.payments.port.Remedy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records what a call came to: of its operation, of whoever waits for an answer, and of the payment. */
@ApplicationScoped
class Outcomes {
    /** A provider that still shows no trace of it then never had it. */
    private static final Duration GIVE_UP = Duration.ofHours(24);

    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(5));
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(20);

    private final PaymentRows rows;
    private final Operations operations;
    private final PaymentBook book;
    private final IdempotencyKeys keys;
    private final Tasks tasks;
    private final Sealed sealed;
    private final InstantSource clock;

    Outcomes(
            PaymentRows rows,
            Operations operations,
            PaymentBook book,
            IdempotencyKeys keys,
            Tasks tasks,
            Sealed sealed,
            InstantSource clock) {
        this.rows = rows;
        this.operations = operations;
        this.book = book;
        this.keys = keys;
        this.tasks = tasks;
        this.sealed = sealed;
        this.clock = clock;
    }

    /** In the caller's transaction; nothing happens when the operation's lease has gone to somebody else. */
    void record(OperationRow operation, PaymentRow payment, Outcome outcome) {
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
                    "The provider refuses to refund " + operation.money(payment) + " (" + code
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
                    operation.kind() + " of " + operation.money(payment)
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
}
