package dev.comanda.partners.outbox;

import dev.comanda.database.queue.Wakeups;
import dev.comanda.web.audit.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Puts deliveries back into their lanes, at the place their age gives them, with the whole retry schedule before them.
 * Event id, sequence and bytes stay, so a partner that has it already sees a duplicate.
 */
@ApplicationScoped
public class Redelivery {
    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Wakeups wakeups;
    private final Audit audit;

    Redelivery(Jdbi jdbi, InstantSource clock, Wakeups wakeups, Audit audit) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.wakeups = wakeups;
        this.audit = audit;
    }

    /** One delivery, whatever its status. False when its payload is gone. */
    @Transactional
    public boolean resend(long id, String reason) {
        Choice one = new Choice("d.id = :id", statement -> statement.bind("id", id));
        Optional<String> before = status(id);
        if (before.isEmpty() || (requeue(one, reason) == 0 && !hasten(id))) {
            return false;
        }
        audit.record(
                "delivery.resend",
                String.valueOf(id),
                null,
                Map.of("status", before.get()),
                Map.of("status", "pending"));
        return true;
    }

    /** Everything of a partner published in the span (from inclusive, until exclusive) and settled since. */
    @Transactional
    public int replay(
            String partnerId, Instant since, @Nullable Instant until, @Nullable List<String> types, String reason) {
        int count = requeue(
                new Choice(
                        """
                        d.partner_id = :partner and e.published_at >= :since and e.published_at < :until
                        and (:everyType or e.event_type = any(:types))
                        """,
                        statement -> statement
                                .bind("partner", partnerId)
                                .bind("since", since)
                                .bind("until", until == null ? clock.instant() : until)
                                .bind("everyType", types == null)
                                .bindArray("types", String.class, types == null ? List.of() : types)),
                reason);
        audit.record("partner.replay", partnerId, reason, null, new Replayed(since, until, types, count));
        return count;
    }

    /** What died since the partner last accepted anything: what an outage longer than the schedule has cost it. */
    @Transactional
    public int revive(String partnerId) {
        return requeue(new Choice("""
                        d.partner_id = :partner and d.status = 'dead' and exists (
                            select from partner p where p.id = d.partner_id
                               and (p.last_success_at is null or d.last_attempt_at > p.last_success_at))
                        """, statement -> statement.bind("partner", partnerId)), "resumed");
    }

    /** Whatever of a partner waits for a later try has it now: after a pause the schedule's long waits are beside the point. */
    @Transactional
    public void hasten(String partnerId) {
        jdbi.useHandle(db -> db.createUpdate("""
                        update lane set next_attempt_at = :now, attempts = 0
                         where id in (select id from lane
                                       where partner_id = :partner and pending > 0 and next_attempt_at > :now
                                       order by id for update)
                        """)
                .bind("partner", partnerId)
                .bind("now", clock.instant())
                .execute());
    }

    /** Lanes first, then deliveries, as everywhere: two that lock both never wait for each other in a circle. */
    private int requeue(Choice choice, String reason) {
        String chosen = """
                 from delivery d join outbound_event e on e.id = d.event
                where d.status <> 'pending' and e.body is not null and %s
                """.formatted(choice.condition());
        return jdbi.withHandle(db -> {
            choice.bind(db.createQuery(
                            "select id from lane where id in (select d.lane_id" + chosen + ") order by id for update"))
                    .mapTo(Long.class)
                    .list();
            int count = choice.bind(db.createQuery("""
                            with again as (
                                update delivery set status = 'pending', replay_reason = :reason
                                 where id in (select d.id %s) returning id, lane_id),
                            lanes as (
                                update lane l set pending = pending + again.n, attempts = 0,
                                       next_attempt_at = least(:now, next_attempt_at)
                                  from (select lane_id, count(*) n from again group by lane_id) again
                                 where l.id = again.lane_id)
                            select count(*) from again
                            """.formatted(chosen))
                            .bind("reason", reason)
                            .bind("now", clock.instant()))
                    .mapTo(Integer.class)
                    .one();
            if (count > 0) {
                wakeups.afterCommit(Outbox.QUEUE);
            }
            return count;
        });
    }

    private Optional<String> status(long id) {
        return jdbi.withHandle(db -> db.createQuery("select status from delivery where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne());
    }

    /** One that is pending already has its next try now. */
    private boolean hasten(long id) {
        boolean pending = jdbi.withHandle(db ->
                db.createUpdate("""
                        update lane set next_attempt_at = least(:now, next_attempt_at)
                         where id = (select lane_id from delivery where id = :id and status = 'pending')
                        """).bind("now", clock.instant()).bind("id", id).execute() == 1);
        if (pending) {
            wakeups.afterCommit(Outbox.QUEUE);
        }
        return pending;
    }

    /** What the trail says of a replay. */
    private record Replayed(
            Instant since,
            @Nullable Instant until,
            @Nullable List<String> eventTypes,
            int count) {}

    /** Which deliveries, and the values that say so. */
    private record Choice(String condition, java.util.function.UnaryOperator<SqlStatement<?>> binding) {
        @SuppressWarnings("unchecked")
        <S extends SqlStatement<?>> S bind(S statement) {
            return (S) binding.apply(statement);
        }
    }
}
