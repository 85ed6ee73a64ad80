package dev.comanda.payments.payment;

import dev.comanda.web.audit.Audit;
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
    private final Audit audit;

    Tasks(Jdbi jdbi, InstantSource clock, Audit audit) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * Asks an operator, in the caller's transaction; the same thing only once.
     *
     * @param objectId which refund, dispute, operation or event it is about
     * @param dueAt until when something can be done; null when there is no such time
     */
    void ask(@Nullable String paymentId, String kind, String objectId, String detail, @Nullable Instant dueAt) {
        int asked = jdbi.withHandle(db -> db.createUpdate("""
                        insert into operator_task (payment_id, kind, object_id, detail, due_at, created_at)
                        values (:payment, :kind, :object, :detail, :due, :now) on conflict do nothing
                        """)
                .bind("payment", paymentId)
                .bind("kind", kind)
                .bind("object", objectId)
                .bind("detail", detail)
                .bind("due", dueAt)
                .bind("now", clock.instant())
                .execute());
        if (asked > 0) {
            LOG.warnf("an operator has to decide: %s of payment %s (%s)", kind, paymentId, objectId);
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

    /** The earliest deadline first. */
    List<Task> open(int max) {
        return jdbi.withHandle(
                db -> db.createQuery("""
                        select id, payment_id, kind, object_id, detail, due_at, created_at from operator_task
                         where done_at is null order by due_at nulls last, id limit ?
                        """).bind(0, max).mapTo(Task.class).list());
    }

    /** False when there is no such task. One that is done already stays as it is. */
    @Transactional
    boolean done(long id) {
        Optional<Task> task = jdbi.withHandle(db -> db.createQuery("""
                        update operator_task set done_at = ? where id = ? and done_at is null
                        returning id, payment_id, kind, object_id, detail, due_at, created_at
                        """)
                .bind(0, clock.instant())
                .bind(1, id)
                .mapTo(Task.class)
                .findOne());
        task.ifPresent(done -> audit.record("task.done", String.valueOf(id), null, done, null));
        return task.isPresent() || exists(id);
    }

    private boolean exists(long id) {
        return jdbi.withHandle(db -> db.createQuery("select exists (select from operator_task where id = ?)")
                .bind(0, id)
                .mapTo(Boolean.class)
                .one());
    }

    /** Something to decide. */
    record Task(
            long id,
            @Nullable String paymentId,
            String kind,
            String objectId,
            String detail,
            @Nullable Instant dueAt,
            Instant createdAt) {}
}
