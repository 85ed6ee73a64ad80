package dev.comanda.partners.inbox;

import dev.comanda.database.queue.Wakeups;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Every state transition of a received event after {@link InboxWriter} has stored it, one method each. A row is the promise a 200 made; unique on (partner, event
 * id), it makes each event's effect happen once.
 */
@ApplicationScoped
public class Inbox {
    /** Woken after each commit that stored an event which has a handler. */
    public static final String QUEUE = "inbox";

    /** What the error of a waiting event begins with; after it comes what it waits for. */
    static final String WAITS_FOR = "waits for ";

    /** What the error of an event begins with that its handler refused; after it comes why, in words for the partner. */
    static final String REFUSED = "refused: ";

    /** What the error of an event begins with that an operator gave up; after it comes why, in words for operators. */
    static final String GIVEN_UP = "given up by an operator";

    /** Room among the candidates for events that other processes are handling: four turns of one. */
    private static final int IN_WORK_ELSEWHERE = 4 * Turn.MOST;

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Wakeups wakeups;
    private final InboundBodies bodies;

    Inbox(Jdbi jdbi, InstantSource clock, Wakeups wakeups, InboundBodies bodies) {
        this.jdbi = jdbi;
        this.bodies = bodies;
        this.clock = clock;
        this.wakeups = wakeups;
    }

    /**
     * Events that may be handled now, without those somebody is handling. Each partner has its turn before any has its
     * second, and at each turn a first try comes before the retry of an event that waits. It locks nothing for longer than
     * the statement, so that it costs no commit: {@link #hold} and {@link #lock} ask again.
     *
     * @param inHand how many events this process is handling
     */
    List<Due> due(int max, int inHand) {
        return jdbi.withHandle(db -> db.createQuery(CANDIDATES)
                .bind("now", clock.instant())
                .bind("most", max + inHand + IN_WORK_ELSEWHERE)
                .bind("max", max)
                .mapTo(Due.class)
                .list());
    }

    /**
     * Locks what can be handled of a turn for the transaction at hand, in the order in which it is to be handled. A lane that
     * somebody else has is left out instead of waited for. Of each lane, those that stand behind the first may come along.
     */
    List<Stored> hold(Turn turn) {
        Map<String, Due> lanes = jdbi.withHandle(db -> db.createQuery(TAKE_LANES)
                .bind("partner", turn.partnerId())
                .bindArray("keys", String.class, turn.keys())
                .mapTo(String.class)
                .collect(Collectors.toMap(key -> key, turn::of, (one, _) -> one, TreeMap::new)));
        if (lanes.isEmpty()) {
            return List.of();
        }
        int run = turn.hasFailed() ? 1 : Math.max(1, Turn.MOST / lanes.size());
        Instant now = clock.instant();
        Map<String, List<Stored>> open = jdbi.withHandle(db -> db.createQuery(OPEN_IN_LANES)
                .bind("partner", turn.partnerId())
                .bindArray(
                        "ids", Long.class, lanes.values().stream().map(Due::id).toList())
                .bindArray("keys", String.class, lanes.keySet())
                .bind("run", run)
                .bind("now", now)
                .mapTo(Stored.class)
                .collect(Collectors.groupingBy(Stored::orderingKey)));
        return lanes.values().stream()
                .flatMap(
                        due -> LaneRun.of(due.id(), open.getOrDefault(due.orderingKey(), List.of()), run, now).stream())
                .toList();
    }

    /** Locks the event for the transaction at hand, after whoever has it; empty when it is done by then or not its turn. */
    Optional<Stored> lock(long id) {
        jdbi.useHandle(db -> db.execute(TAKE_LANE, id));
        return jdbi.withHandle(db -> db.createQuery(STORED + " where e.id = :id and " + RUNNABLE + " for update")
                .bind("id", id)
                .bind("now", clock.instant())
                .mapTo(Stored.class)
                .findOne());
    }

    /** Its body as it came; IllegalStateException when that cannot be decrypted. */
    byte[] body(Stored event) {
        return bodies.open(event.sealedBody(), event.partnerId(), event.eventId());
    }

    /**
     * Marks events of one partner in the transaction of their effects, in the order in which they were handled. Those that
     * wait in a lane of which one is done have their turn: once, else each of the thousands that one event sets free would
     * cost the writing of all others. Those that somebody wakes or gives up at this moment are left to them.
     */
    void record(List<Outcome> outcomes) {
        Instant now = clock.instant();
        Set<String> settled = new TreeSet<>();
        List<Outcome> marks = new ArrayList<>();
        for (Outcome outcome : outcomes.reversed()) {
            if (outcome.isSettled()) {
                settled.add(outcome.event().orderingKey());
            }
            boolean woken = outcome.status().equals("waiting")
                    && settled.contains(outcome.event().orderingKey());
            marks.add(woken ? outcome.at(now) : outcome);
        }
        int woken = jdbi.withHandle(db -> db.createUpdate(RECORD)
                .bind("now", now)
                .bind("partner", outcomes.getFirst().event().partnerId())
                .bindArray("lanes", String.class, settled)
                .bindArray("ids", Long.class, each(marks, mark -> mark.event().id()))
                .bindArray("statuses", String.class, each(marks, Outcome::status))
                .bindArray("errors", String.class, each(marks, Outcome::error))
                .bindArray("tries", Integer.class, each(marks, Outcome::tries))
                .bindArray("nexts", Long.class, each(marks, mark -> micros(mark.nextAttemptAt())))
                .execute());
        if (woken > 0) {
            wakeups.afterCommit(QUEUE);
        }
    }

    private static <T extends @Nullable Object> List<T> each(List<Outcome> marks, Function<Outcome, T> value) {
        return marks.stream().map(value).toList();
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /** Leaves it at the head of its lane, to be tried again. */
    @Transactional
    void delay(Stored event, String error, Duration wait) {
        move(event, "received", error, event.tries() + 1, clock.instant().plus(wait));
    }

    /** The same without counting a try: the database had no time for it. */
    @Transactional
    void postpone(Stored event, Duration wait) {
        move(
                event,
                "received",
                "the database was not available",
                event.tries(),
                clock.instant().plus(wait));
    }

    /** Gives it up, kept with its error; its successors go on and an operator can have it retried. */
    @Transactional
    void bury(Stored event, String error) {
        move(event, "dead", error, event.tries() + 1, clock.instant());
        wakeups.afterCommit(QUEUE);
    }

    private void move(Stored event, String status, String error, int tries, Instant next) {
        jdbi.useHandle(db -> db.createUpdate("""
                        update inbound_event set status = :status, error = :error, tries = :tries, next_attempt_at = :next
                         where id = :id and status in ('received', 'waiting')
                        """)
                .bind("status", status)
                .bind("error", error)
                .bind("tries", tries)
                .bind("next", next)
                .bind("id", event.id())
                .execute());
    }

    /** An event as it is handled. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Stored(
            long id,
            String partnerId,
            String eventId,
            String eventType,
            String orderingKey,
            byte[] sealedBody,
            @Nullable String traceparent,
            Instant occurredAt,
            Instant receivedAt,
            int tries,
            String status,
            Instant nextAttemptAt,
            @Nullable Long revision) {}

    /** One handler at a time per lane, and the partner before its events, as its removal does: nobody waits in a circle. */
    private static final String TAKE_LANE = """
            select pg_advisory_xact_lock(hashtextextended(e.partner_id || '/' || e.ordering_key, 0))
              from inbound_event e join partner p on p.id = e.partner_id where e.id = ? for key share of p
            """;

    /**
     * A statement of its own: the next one has to see what the last holder of a lane has committed. With the partner's row
     * alone, turns that follow one another would keep the partner's removal waiting for ever: only the advisory lock gives
     * precedence to who has waited for it.
     */
    private static final String TAKE_LANES = """
            with held as materialized (
                select id from partner
                 where id = :partner and pg_try_advisory_xact_lock_shared(hashtextextended('handling/' || id, 0))
                   for key share)
            select lane.key from held cross join unnest(:keys) lane (key)
             where pg_try_advisory_xact_lock(hashtextextended(held.id || '/' || lane.key, 0))
            """;

    /**
     * What waited for its object happened after that object came to be, whatever its sender's clock said: without a
     * revision to go by, it counts as no older than what the lane has handled.
     */
    private static final String OCCURRED = """
            case when e.status = 'waiting' and e.revision is null
                 then greatest(e.occurred_at, (select max(h.occurred_at) from inbound_event h
                                                where h.partner_id = e.partner_id and h.ordering_key = e.ordering_key
                                                  and h.status = 'handled'))
                 else e.occurred_at end occurred_at
            """;

    private static final String STORED = """
            select e.id, e.partner_id, e.event_id, e.event_type, e.ordering_key, e.body sealed_body, e.traceparent,
            """ + OCCURRED + """
                   , e.received_at, e.tries, e.status, e.next_attempt_at, e.revision
              from inbound_event e
            """;

    /**
     * The due events themselves, the first ones that are received in their lanes, and those whose turn to wait is over. Of
     * the last only those that have a revision: the time of the others depends on what the lane handles before. With {@code =}
     * instead of {@code between} another index would give the order too, and all events of the partner would be read.
     */
    private static final String OPEN_IN_LANES = STORED + """
             where e.status in ('received', 'waiting') and e.id = any(array(
                   select open.id from unnest(:ids, :keys) lane (id, key) cross join lateral (
                          select lane.id
                          union
                          (select r.id from inbound_event r
                            where r.partner_id = :partner and r.ordering_key between lane.key and lane.key
                              and r.status = 'received'
                            order by r.ordering_key, r.id limit :run)
                          union
                          (select w.id from inbound_event w
                            where w.partner_id = :partner and w.ordering_key between lane.key and lane.key
                              and w.status = 'waiting' and w.next_attempt_at <= :now and w.revision is not null
                            order by w.ordering_key, w.next_attempt_at limit :run)) open))
             order by e.id for update of e
            """;

    /** Its answer counts the events that waited and have their turn now. */
    private static final String RECORD = """
            with marks as (
                update inbound_event e
                   set status = mark.status, error = mark.error, tries = mark.tries,
                       next_attempt_at = timestamptz 'epoch' + mark.next * interval '1 microsecond',
                       handled_at = case when mark.status in ('waiting', 'dead') then e.handled_at else :now end
                  from unnest(:ids, :statuses, :errors, :tries, :nexts) mark (id, status, error, tries, next)
                 where e.id = mark.id and e.id = any(:ids) and e.status in ('received', 'waiting'))
            update inbound_event set next_attempt_at = :now
             where id = any(array(
                   select waiting.id from unnest(:lanes) lane (key) cross join lateral (
                          select id from inbound_event
                           where partner_id = :partner and ordering_key = lane.key and status = 'waiting'
                             and next_attempt_at > :now and id <> all(:ids)
                             for update skip locked) waiting))
            """;

    /** A subquery of its own for each row: as a join it could be carried out by comparing each row with each other. */
    private static final String RUNNABLE = """
             e.status in ('received', 'waiting') and e.next_attempt_at <= :now
             and (select h.id from inbound_event h
                   where h.partner_id = e.partner_id and h.ordering_key = e.ordering_key
                     and h.status = 'received' and h.id < e.id limit 1) is null
            """;

    /**
     * Looks at no more than {@code :most} events of each partner and status, so that a backlog costs the others nothing: at
     * those that have been due the longest, and, in case all of these stand behind one another in a few lanes, at the heads
     * of as many lanes. A lane whose lock cannot be had at this moment is in somebody's hand, and
     * a partner whose lock cannot be had is being removed.
     */
    private static final String CANDIDATES = """
            with recursive heads as (
                select p.id partner_id, head.id, head.next_attempt_at, head.ordering_key, head.tries, 1 nth
                  from partner p cross join lateral (
                       select id, next_attempt_at, ordering_key, tries from inbound_event
                        where partner_id = p.id and status = 'received'
                        order by ordering_key, id limit 1) head
                union all
                select l.partner_id, head.id, head.next_attempt_at, head.ordering_key, head.tries, l.nth + 1
                  from heads l cross join lateral (
                       select id, next_attempt_at, ordering_key, tries from inbound_event
                        where partner_id = l.partner_id and status = 'received' and ordering_key > l.ordering_key
                        order by ordering_key, id limit 1) head
                 where l.nth < :most),
            longest as (
                select e.* from partner p
                 cross join (values ('received'), ('waiting')) kind (status)
                 cross join lateral (
                       select id, partner_id, status, next_attempt_at, ordering_key, tries from inbound_event
                        where partner_id = p.id and status = kind.status and status in ('received', 'waiting')
                          and next_attempt_at <= :now
                        order by next_attempt_at limit :most) e),
            candidates as (
                select id, partner_id, status, next_attempt_at, ordering_key, tries from longest e where
            """ + RUNNABLE + """
                union
                select id, partner_id, 'received', next_attempt_at, ordering_key, tries from heads where next_attempt_at <= :now),
            ranked as (
                select candidates.*,
                       row_number() over (partition by partner_id, status order by next_attempt_at, id) turn
                  from candidates)
            select id, partner_id, ordering_key, tries
              from (select * from ranked order by turn, status, next_attempt_at limit :most) due
             where pg_try_advisory_xact_lock_shared(hashtextextended('handling/' || partner_id, 0))
               and pg_try_advisory_xact_lock_shared(hashtextextended(partner_id || '/' || ordering_key, 0))
             limit :max
            """;
}
