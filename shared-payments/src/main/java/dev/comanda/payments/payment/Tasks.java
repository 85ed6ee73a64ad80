package dev.comanda.payments.payment;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.comanda.web.audit.Audit;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What only a person can decide, each thing once. */
@ApplicationScoped
public class Tasks {
    private static final Logger LOG = Logger.getLogger(Tasks.class);

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final Audit audit;

    Tasks(Jdbi jdbi, InstantSource clock, MeterRegistry metrics, Audit audit) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.metrics = metrics;
        this.audit = audit;
    }

    /**
     * Asks an operator, in the caller's transaction; the same thing only once.
     *
     * @param objectId which refund, dispute, operation or event it is about
     * @param dueAt until when something can be done; null when there is no such time
     */
    void ask(@Nullable String paymentId, String kind, String objectId, String detail, @Nullable Instant dueAt) {
        open(paymentId, kind, objectId, detail, dueAt, "do nothing");
    }

    /** @param onConflict what becomes of the task about the same thing, if there is one */
    private void open(
            @Nullable String paymentId,
            String kind,
            String objectId,
            String detail,
            @Nullable Instant dueAt,
            String onConflict) {
        int asked = jdbi.withHandle(db -> db.createUpdate("""
                        insert into operator_task (payment_id, kind, object_id, detail, due_at, created_at)
                        values (:payment, :kind, :object, :detail, :due, :now) on conflict\s""" + onConflict)
                .bind("payment", paymentId)
                .bind("kind", kind)
                .bind("object", objectId)
                .bind("detail", detail)
                .bind("due", dueAt)
                .bind("now", clock.instant())
                .execute());
        if (asked > 0) {
            metrics.counter("comanda.payments.tasks.opened", "kind", kind).increment();
            LOG.warnf("an operator has to decide: %s of payment %s (%s)", kind, paymentId, objectId);
        }
    }

    /**
     * Closes the payment's open tasks about attempts but for these, and opens these. One that was closed is opened again:
     * it was closed because nobody had to look at that attempt any more. The caller holds the payment's lock.
     */
    void keep(String paymentId, List<AboutAttempt> wanted) {
        List<AboutAttempt> open = jdbi.withHandle(db ->
                db.createQuery("""
                        select kind, object_id as attempt_id, detail from operator_task
                         where payment_id = ? and kind in ('review', 'overpaid') and done_at is null
                        """).bind(0, paymentId).mapTo(AboutAttempt.class).list());
        open.stream()
                .filter(task -> wanted.stream().noneMatch(task::isAboutTheSameAs))
                .forEach(task -> settle(paymentId, task.kind(), task.attemptId()));
        wanted.stream()
                .filter(task -> open.stream().noneMatch(task::isAboutTheSameAs))
                .forEach(task -> open(
                        paymentId,
                        task.kind(),
                        task.attemptId(),
                        task.detail(),
                        null,
                        "(payment_id, kind, object_id) do update set done_at = null, detail = excluded.detail"));
    }

    /**
     * What an operator has to decide about an attempt to pay.
     *
     * @param kind review or overpaid
     * @param attemptId the provider's
     */
    public record AboutAttempt(String kind, String attemptId, String detail) {
        boolean isAboutTheSameAs(AboutAttempt other) {
            return kind.equals(other.kind) && attemptId.equals(other.attemptId);
        }
    }

    /** It has settled itself: nobody has to decide any more. */
    void settle(String paymentId, String kind, String objectId) {
        jdbi.useHandle(db -> db.execute(
                "update operator_task set done_at = ?"
                        + " where payment_id = ? and kind = ? and object_id = ? and done_at is null",
                clock.instant(),
                paymentId,
                kind,
                objectId));
    }

    /**
     * The earliest deadline first.
     *
     * @param paymentId null for those of all payments
     */
    List<Task> open(@Nullable String paymentId, int max) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select id, payment_id, kind, object_id, detail, due_at, created_at from operator_task
                         where done_at is null and (:payment::text is null or payment_id = :payment)
                         order by due_at nulls last, id limit :max
                        """)
                .bind("payment", paymentId)
                .bind("max", max)
                .mapTo(Task.class)
                .list());
    }

    Optional<Task> find(long id) {
        return jdbi.withHandle(
                db -> db.createQuery("""
                        select id, payment_id, kind, object_id, detail, due_at, created_at from operator_task where id = ?
                        """).bind(0, id).mapTo(Task.class).findOne());
    }

    /** A task that is done already stays as it is. */
    @Transactional
    void done(long id) {
        jdbi.withHandle(db -> db.createQuery("""
                        update operator_task set done_at = ? where id = ? and done_at is null
                        returning id, payment_id, kind, object_id, detail, due_at, created_at
                        """)
                        .bind(0, clock.instant())
                        .bind(1, id)
                        .mapTo(Task.class)
                        .findOne())
                .ifPresent(done -> audit.record("task.done", String.valueOf(id), null, done, null));
    }

    /** Something to decide. */
    record Task(
            long id,
            @Nullable String paymentId,
            String kind,
            String objectId,
            String detail,
            @Nullable Instant dueAt,
            Instant createdAt) {
        /** What can be done about it, each by {@code POST /payments/tasks/{id}/{action}}. */
        @JsonProperty
        List<TaskAction> actions() {
            return TaskAction.of(kind);
        }
    }
}
