package dev.comanda.partners.outbox;

import dev.comanda.database.queue.Wakeups;
import dev.comanda.web.audit.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Gatherers;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Puts deliveries back into their lanes, at the place their age gives them, with the whole retry schedule before them.
 * Event id, sequence and bytes stay, so a partner that has it already sees a duplicate.
 */
@ApplicationScoped
public class Redelivery {
    private static final int BATCH = 1000;

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
        Optional<String> before = status(id);
        if (before.isEmpty() || (requeue("d.id = :id", reason, choice -> choice.bind("id", id)) == 0 && !hasten(id))) {
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
                """
                d.partner_id = :partner and d.created_at >= :since and d.created_at < :until
                and (:everyType or e.event_type = any(:types))
                """,
                reason,
                choice -> choice.bind("partner", partnerId)
                        .bind("since", since)
                        .bind("until", until == null ? clock.instant() : until)
                        .bind("everyType", types == null)
                        .bindArray("types", String.class, types == null ? List.of() : types));
        audit.record("partner.replay", partnerId, reason, null, new Replayed(since, until, types, count));
        return count;
    }

    /** What died since the partner last accepted anything: what an outage longer than the schedule has cost it. */
    @Transactional
    public int revive(String partnerId) {
        return requeue("""
                d.partner_id = :partner and d.status = 'dead' and d.last_attempt_at >
                (select coalesce(last_success_at, '-infinity') from partner where id = :partner)
                """, "resumed", choice -> choice.bind("partner", partnerId));
    }

    /** Whatever of a partner waits for a later try has it now: after a pause the schedule's long waits are beside the point. */
    @Transactional
    public void hasten(String partnerId) {
        jdbi.useHandle(db -> db.createUpdate("""
                        update lane set next_attempt_at = :now, attempts = 0
                         where id = any(array(select id from lane
                                               where partner_id = :partner and pending > 0 and next_attempt_at > :now
                                               order by id for update))
                        """)
                .bind("partner", partnerId)
                .bind("now", clock.instant())
                .execute());
    }

    /**
     * Lanes first, then deliveries, as everywhere: two that lock both never wait for each other in a circle.
     *
     * @param condition on a delivery {@code d} and its event {@code e}
     */
    private int requeue(String condition, String reason, Consumer<Query> binding) {
        return jdbi.withHandle(db -> {
            Query query = db.createQuery(CHOSEN + condition);
            binding.accept(query);
            List<Chosen> chosen = query.mapTo(Chosen.class).list();
            List<Long> lanes =
                    chosen.stream().map(Chosen::laneId).distinct().sorted().toList();
            Set<Long> locked = new HashSet<>();
            for (List<Long> some : batches(lanes)) {
                locked.addAll(db.createQuery(LOCK_LANES)
                        .bindArray("ids", Long.class, some)
                        .mapTo(Long.class)
                        .list());
            }
            List<Long> ids = chosen.stream()
                    .filter(it -> locked.contains(it.laneId()))
                    .map(Chosen::id)
                    .toList();
            Map<Long, Integer> again = new HashMap<>();
            for (List<Long> some : batches(ids)) {
                db.createQuery(AGAIN)
                        .bindArray("ids", Long.class, some)
                        .bind("reason", reason)
                        .mapTo(Long.class)
                        .forEach(lane -> again.merge(lane, 1, Integer::sum));
            }
            if (again.isEmpty()) {
                return 0;
            }
            for (List<Map.Entry<Long, Integer>> some : batches(List.copyOf(again.entrySet()))) {
                db.createUpdate(MORE_PENDING)
                        .bindArray(
                                "lanes",
                                Long.class,
                                some.stream().map(Map.Entry::getKey).toList())
                        .bindArray(
                                "counts",
                                Long.class,
                                some.stream()
                                        .map(it -> it.getValue().longValue())
                                        .toList())
                        .bind("now", clock.instant())
                        .execute();
            }
            wakeups.afterCommit(Outbox.QUEUE);
            return again.values().stream().mapToInt(Integer::intValue).sum();
        });
    }

    private Optional<String> status(long id) {
        return jdbi.withHandle(db -> db.createQuery("select status from delivery where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne());
    }

    private static <T> List<List<T>> batches(List<T> all) {
        return all.stream().gather(Gatherers.windowFixed(BATCH)).toList();
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

    record Chosen(long id, long laneId) {}

    private static final String LOCK_LANES = """
            select l.id from unnest(:ids) i (id)
             cross join lateral (select id from lane where id = i.id limit 1 for update) l
            """;

    /**
     * A condition follows. The limit of 1 makes PostgreSQL look up each event by its key. The body is tested outside: inside,
     * PostgreSQL could choose an index of all events that have a body, and read all of them for each delivery.
     */
    private static final String CHOSEN = """
            select d.id, d.lane_id
              from delivery d
             cross join lateral (select o.event_type, o.body is not null kept from outbound_event o
                                  where o.id = d.event limit 1) e
             where d.status <> 'pending' and e.kept and\s""";

    /**
     * Asks for the status again: another may have had them sent again before their lanes were locked. A call that only the
     * delivery's own row tells of becomes a row of its own, because the next call overwrites it.
     */
    private static final String AGAIN = """
            with again as materialized (
                select d.id, d.tid from unnest(:ids) i (id)
                 cross join lateral (select id, status, ctid tid from delivery where id = i.id limit 1 for update) d
                 where d.status <> 'pending'),
            told as (
                insert into delivery_attempt (delivery_id, number, started_at, duration_ms, status, error, address, answer)
                select d.id, d.attempts, d.last_attempt_at, d.duration_ms, d.last_status, d.last_error, d.address, d.answer
                  from again
                 cross join lateral (select * from delivery where id = again.id limit 1) d
                 where d.duration_ms is not null)
            update delivery d
               set status = 'pending', replay_reason = :reason, duration_ms = null, address = null, answer = null
              from again where d.ctid = again.tid
            returning d.lane_id
            """;

    /** Their rows are locked, so the ctid is that of the newest version. */
    private static final String MORE_PENDING = """
            update lane l
               set pending = l.pending + m.more, attempts = 0, next_attempt_at = least(:now, l.next_attempt_at)
              from (select i.more, (select ctid from lane where id = i.lane limit 1) tid
                      from unnest(:lanes, :counts) i (lane, more)) m
             where l.ctid = m.tid
            """;
}
