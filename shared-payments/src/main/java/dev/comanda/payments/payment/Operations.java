package dev.comanda.payments.payment;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.comanda.database.encryption.Encrypted;
import dev.comanda.database.queue.Wakeups;
import dev.comanda.payments.ledger.Attempt;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.port.Operation;
import dev.comanda.payments.variant.PaymentsConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Every transition of an operation, one method each. A row is there before the call it stands for is made. */
@ApplicationScoped
class Operations {
    /** Woken after each commit that left something to send. */
    static final String QUEUE = "payment-operations";

    /** How long a caller has to take up what it wrote, before it counts as gone. */
    private static final Duration FOR_ITS_CALLER = Duration.ofSeconds(5);

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Wakeups wakeups;
    private final Duration lease;

    Operations(Jdbi jdbi, InstantSource clock, Wakeups wakeups, PaymentsConfig config) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.wakeups = wakeups;
        this.lease = config.lease();
    }

    static String newId() {
        return "op_" + UlidCreator.getMonotonicUlid();
    }

    /** Writes it for whoever takes it up first: its creator by {@link #take}, or a worker. */
    void add(
            String operationId,
            String paymentId,
            Operation.Kind kind,
            long amount,
            String by,
            boolean persistent,
            @Nullable Encrypted request) {
        boolean isWithCaller = kind == Operation.Kind.CREATE || !persistent;
        jdbi.useHandle(db -> db.createUpdate("""
                        insert into payment_operation (operation_id, payment_id, kind, status, amount, requested_by,
                                                       persistent, request, request_key, created_at, next_attempt_at)
                        values (:id, :payment, :kind, 'SENDING', :amount, :by, :persistent, :request, :key, :now, :due)
                        """)
                .bind("id", operationId)
                .bind("payment", paymentId)
                .bind("kind", kind)
                .bind("amount", amount)
                .bind("by", by)
                .bind("persistent", persistent)
                .bind("request", request == null ? null : request.bytes())
                .bind("key", request == null ? null : request.keyId())
                .bind("now", clock.instant())
                .bind("due", isWithCaller ? clock.instant().plus(FOR_ITS_CALLER) : clock.instant())
                .execute());
        wakeups.afterCommit(QUEUE);
    }

    /** Writes a refund of an attempt, in that attempt's currency, like {@link #add}. */
    void addRefund(String operationId, String paymentId, Attempt attempt, long amount, String by, boolean persistent) {
        add(operationId, paymentId, Operation.Kind.REFUND, amount, by, persistent, null);
        jdbi.useHandle(db -> db.execute(
                "update payment_operation set attempt = ?, currency = ? where operation_id = ?",
                attempt.id(),
                attempt.amount().currency().code(),
                operationId));
    }

    /** Leases it for one call, if nobody has; from then on it counts as sent. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    Optional<OperationRow> take(String operationId) {
        return jdbi.withHandle(db -> db.createQuery("""
                        update payment_operation
                           set lease_token = :token, next_attempt_at = :until, tries = tries + 1
                         where operation_id = :id and tries = 0 and status = 'SENDING'
                        returning *
                        """)
                .bind("token", UUID.randomUUID())
                .bind("until", clock.instant().plus(lease))
                .bind("id", operationId)
                .mapTo(OperationRow.class)
                .findOne());
    }

    /** Leases what is due: what its caller left, what came to nothing known, what could not be sent. */
    @Transactional
    List<OperationRow> claim(int max) {
        Instant now = clock.instant();
        return jdbi.withHandle(db -> db.createQuery("""
                        update payment_operation
                           set lease_token = gen_random_uuid(), next_attempt_at = :until, tries = tries + 1
                         where operation_id = any(array(
                               select operation_id from payment_operation where next_attempt_at <= :now
                                order by next_attempt_at limit :max for update skip locked))
                        returning *
                        """)
                .bind("now", now)
                .bind("until", now.plus(lease))
                .bind("max", max)
                .mapTo(OperationRow.class)
                .list());
    }

    /** Says that the call is about to be made, in a commit of its own: a crash after it leaves an unknown outcome. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    Instant sending(OperationRow operation) {
        return jdbi.withHandle(db -> db.createQuery("""
                        update payment_operation set first_sent_at = coalesce(first_sent_at, :now)
                         where operation_id = :id returning first_sent_at
                        """)
                .bind("now", clock.instant())
                .bind("id", operation.operationId())
                .mapTo(Instant.class)
                .one());
    }

    /**
     * Records an outcome, unless the lease has gone to somebody else.
     *
     * @param next when to look or send again; null when nothing is left to do
     */
    boolean record(
            OperationRow operation,
            OperationRow.Status status,
            @Nullable String providerObject,
            @Nullable String code,
            @Nullable String message,
            @Nullable String remedy,
            @Nullable Instant next) {
        return jdbi.withHandle(db -> db.createUpdate("""
                        update payment_operation
                           set status = :status, provider_object = coalesce(:object, provider_object), code = :code,
                               message = :message, remedy = :remedy, next_attempt_at = :next, lease_token = null,
                               request = case when :next::timestamptz is null then null else request end,
                               first_sent_at = case when :status = 'NOT_SENT' then null else first_sent_at end
                         where operation_id = :id and lease_token = :token
                        """)
                        .bind("status", status)
                        .bind("object", providerObject)
                        .bind("code", code)
                        .bind("message", message)
                        .bind("remedy", remedy)
                        .bind("next", next)
                        .bind("id", operation.operationId())
                        .bind("token", operation.leaseToken())
                        .execute())
                == 1;
    }

    /** A webhook may tell what an operation came to before its own answer does. */
    void learn(PaymentRow payment, Collection<Fact> news) {
        for (Fact fact : news) {
            switch (fact) {
                case Fact.Refund refund
                when refund.operation() != null -> found(payment, Operation.Kind.REFUND, refund.operation());
                case Fact.Intent intent -> found(payment, Operation.Kind.CREATE, null);
                default -> {}
            }
        }
    }

    /** @param operationId null where the payment has only one of the kind */
    private void found(PaymentRow payment, Operation.Kind kind, @Nullable String operationId) {
        jdbi.useHandle(db -> db.createUpdate("""
                        update payment_operation set status = 'DONE', next_attempt_at = null, request = null, remedy = null
                         where payment_id = :payment and status = 'UNKNOWN' and kind = :kind
                           and (:id::text is null or operation_id = :id)
                        """)
                .bind("payment", payment.paymentId())
                .bind("kind", kind)
                .bind("id", operationId)
                .execute());
    }

    Optional<OperationRow> find(String operationId) {
        return jdbi.withHandle(db -> db.createQuery("select * from payment_operation where operation_id = ?")
                .bind(0, operationId)
                .mapTo(OperationRow.class)
                .findOne());
    }

    /** Oldest first. */
    List<OperationRow> of(String paymentId, Operation.Kind kind) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select * from payment_operation where payment_id = ? and kind = ? order by created_at, operation_id
                        """)
                .bind(0, paymentId)
                .bind(1, kind)
                .mapTo(OperationRow.class)
                .list());
    }
}
