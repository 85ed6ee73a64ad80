package dev.comanda.payments.payment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.comanda.database.encryption.Encrypted;
import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.port.Operation;
import dev.comanda.payments.variant.Variant;
import dev.comanda.payments.variant.Variants;
import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes payments: for services, which order them inside their own transactions, and for the API. */
@ApplicationScoped
class Payments implements PaymentDesk {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final PaymentRows rows;
    private final Operations operations;
    private final IdempotencyKeys keys;
    private final Calls calls;
    private final Releases releases;
    private final History history;
    private final Sealed sealed;
    private final Variants variants;
    private final List<PaymentListener> listeners;
    private final InstantSource clock;

    Payments(
            PaymentRows rows,
            Operations operations,
            IdempotencyKeys keys,
            Calls calls,
            Releases releases,
            History history,
            Sealed sealed,
            Variants variants,
            @All List<PaymentListener> listeners,
            InstantSource clock) {
        this.rows = rows;
        this.operations = operations;
        this.keys = keys;
        this.calls = calls;
        this.releases = releases;
        this.history = history;
        this.sealed = sealed;
        this.variants = variants;
        this.listeners = listeners;
        this.clock = clock;
    }

    @Override
    @Transactional(Transactional.TxType.MANDATORY)
    public String order(NewPayment wanted, String by) {
        return order(wanted, by, true).paymentId();
    }

    @Override
    public PaymentView send(String paymentId) {
        operations.of(paymentId, Operation.Kind.CREATE).stream()
                .findFirst()
                .flatMap(operation -> operations.take(operation.operationId()))
                .ifPresent(calls::make);
        return get(paymentId);
    }

    @Override
    public PaymentView get(String paymentId) {
        PaymentRow row = rows.find(paymentId).orElseThrow(() -> ProblemException.notFound("payment"));
        List<PaymentView.AttemptView> attempts = rows.ledger(row).attempts().stream()
                .map(PaymentView.AttemptView::of)
                .toList();
        return row.view(sealed.payerOf(row), attempts);
    }

    @Override
    @Transactional(Transactional.TxType.MANDATORY)
    public void release(String paymentId, String reason) {
        releases.add(paymentId, reason);
    }

    @Override
    @Transactional(Transactional.TxType.MANDATORY)
    public void forgetCustomer(String reference) {
        rows.forgetCustomer(reference);
    }

    /** Newest first, without what only the payers may have. */
    List<PaymentView> list(@Nullable String reference, int max) {
        return rows.list(reference, max).stream()
                .map(row -> row.view(Map.of(), null))
                .toList();
    }

    /** Makes the payment now, or answers what the same key made before; a refusal of the provider's is a problem. */
    Answer create(NewPayment wanted, String scope, String key) {
        byte[] fingerprint = fingerprint(wanted);
        OperationRow operation = QuarkusTransaction.requiringNew()
                .call(() -> keys.use(scope, key, fingerprint).orElseGet(() -> {
                    listeners.stream()
                            .flatMap(listener -> listener.refusal(wanted.reference()).stream())
                            .findFirst()
                            .ifPresent(reason -> {
                                throw ProblemException.conflict(reason);
                            });
                    OperationRow fresh = order(wanted, "operator", false);
                    keys.keep(scope, key, fingerprint, fresh.operationId());
                    return fresh;
                }));
        operations.take(operation.operationId()).ifPresent(calls::make);
        int status = calls.answer(operation.operationId());
        return new Answer(status, get(operation.paymentId()));
    }

    private OperationRow order(NewPayment wanted, String by, boolean persistent) {
        Variant variant = variants.choose(wanted.variant());
        rows.lockReference(wanted.reference());
        rows.list(wanted.reference(), 100).stream()
                .filter(row -> row.state().isLive())
                .findFirst()
                .ifPresent(Payments::refuseSecond);
        String paymentId = PaymentBook.newId();
        String operationId = Operations.newId();
        Encrypted customer = wanted.customer() == null ? null : sealed.customer(wanted.customer(), paymentId);
        rows.insert(new PaymentRow(
                paymentId,
                variant.name(),
                variant.account().provider(),
                null,
                wanted.reference(),
                wanted.amount().minor(),
                wanted.amount().currency().code(),
                PaymentState.UNKNOWN,
                0,
                0,
                0,
                null,
                null,
                null,
                null,
                clock.instant(),
                null,
                null,
                customer == null ? null : customer.bytes(),
                customer == null ? null : customer.keyId(),
                0));
        operations.add(
                operationId,
                paymentId,
                Operation.Kind.CREATE,
                wanted.amount().minor(),
                by,
                persistent,
                sealed.request(wanted, operationId));
        history.add(paymentId, by, "ordered", PaymentState.UNKNOWN, PaymentState.UNKNOWN);
        return operations.find(operationId).orElseThrow();
    }

    private static void refuseSecond(PaymentRow live) {
        throw ProblemException.of(
                ProblemType.CONFLICT,
                "There is a live payment for this reference.",
                Map.of("payment_id", live.paymentId()));
    }

    /** Over the parsed fields, so that spacing and key order of a repeated request do not matter. */
    static byte[] fingerprint(Object parsed) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(JSON.writeValueAsString(parsed).getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a request cannot be fingerprinted", e);
        }
    }

    /** What to answer a creation with. */
    record Answer(int status, PaymentView payment) {}
}
