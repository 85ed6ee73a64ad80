package dev.comanda.partners.inbox;

import dev.comanda.database.queue.Wakeups;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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

    /** Room among the candidates for events that other processes are handling. */
    private static final int IN_WORK_ELSEWHERE = 32;

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
     * Gives the partner's events that wait for this object their turn, in the transaction that makes it known to the partner.
     * It skips an event that is being handled: its handler may wait for the object's row, which the caller has locked, and
     * sees this transaction's work once it gets it.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void wakeWaiting(String partnerId, String orderingKey) {
        jdbi.useHandle(db -> db.createUpdate("""
                        update inbound_event set next_attempt_at = :now
                         where id = any(array(select id from inbound_event
                                               where partner_id = :partner and ordering_key = :key
                                                 and status = 'waiting' and next_attempt_at > :now
                                                 for update skip locked))
                        """)
                .bind("now", clock.instant())
                .bind("partner", partnerId)
                .bind("key", orderingKey)
                .execute());
        wakeups.afterCommit(QUEUE);
    }

    /**
     * The ids of events that may be handled now, without those somebody is handling. Each partner has its turn before any
     * has its second, and at each turn a first try comes before the retry of an event that waits.
     */
    @Transactional
    List<Long> due(int max) {
        return jdbi.withHandle(db -> {
            List<Long> candidates = db.createQuery(CANDIDATES)
                    .bind("now", clock.instant())
                    .bind("most", max + IN_WORK_ELSEWHERE)
                    .mapTo(Long.class)
                    .list();
            return candidates.isEmpty()
                    ? candidates
                    : db.createQuery(FREE)
                            .bindArray("candidates", Long.class, candidates)
                            .bind("max", max)
                            .mapTo(Long.class)
                            .list();
        });
    }

    /** Locks the event for the transaction at hand, after whoever has it; empty when it is done by then or not its turn. */
    Optional<Stored> lock(long id) {
        jdbi.useHandle(db -> db.execute(TAKE_LANE, id));
        return jdbi.withHandle(db -> db.createQuery("""
                        select e.id, e.partner_id, e.event_id, e.event_type, e.ordering_key, e.body sealed_body, e.traceparent,
                        """ + OCCURRED + """
                               , e.received_at, e.tries
                          from inbound_event e where e.id = :id and
                        """ + RUNNABLE + " for update")
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
     * Marks it done in the transaction of its effect, and gives those that waited in its lane their turn: once, else each
     * of the thousands that one event sets free would cost the writing of all others.
     */
    void settle(Stored event, String status) {
        Instant now = clock.instant();
        jdbi.useHandle(db -> db.createUpdate("""
                        with done as (
                            update inbound_event set status = :status, handled_at = :now, error = null where id = :id)
                        update inbound_event set next_attempt_at = :now
                         where partner_id = :partner and ordering_key = :key and status = 'waiting' and id <> :id
                           and next_attempt_at > :now
                        """)
                .bind("status", status)
                .bind("now", now)
                .bind("id", event.id())
                .bind("partner", event.partnerId())
                .bind("key", event.orderingKey())
                .execute());
        wakeups.afterCommit(QUEUE);
    }

    /** Takes it from the head of its lane until another event of the lane is done or {@code wait} has passed. */
    void park(Stored event, String missing, Duration wait) {
        move(
                event,
                "waiting",
                WAITS_FOR + missing,
                event.tries(),
                clock.instant().plus(wait));
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
            int tries) {}

    /** One handler at a time per lane, and the partner before its events, as its removal does: nobody waits in a circle. */
    private static final String TAKE_LANE = """
            select pg_advisory_xact_lock(hashtextextended(e.partner_id || '/' || e.ordering_key, 0))
              from inbound_event e join partner p on p.id = e.partner_id where e.id = ? for key share of p
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
     * of as many lanes.
     */
    private static final String CANDIDATES = """
            with recursive heads as (
                select p.id partner_id, head.id, head.next_attempt_at, head.ordering_key, 1 nth
                  from partner p cross join lateral (
                       select id, next_attempt_at, ordering_key from inbound_event
                        where partner_id = p.id and status = 'received'
                        order by ordering_key, id limit 1) head
                union all
                select l.partner_id, head.id, head.next_attempt_at, head.ordering_key, l.nth + 1
                  from heads l cross join lateral (
                       select id, next_attempt_at, ordering_key from inbound_event
                        where partner_id = l.partner_id and status = 'received' and ordering_key > l.ordering_key
                        order by ordering_key, id limit 1) head
                 where l.nth < :most),
            longest as (
                select e.* from partner p
                 cross join (values ('received'), ('waiting')) kind (status)
                 cross join lateral (
                       select id, partner_id, status, next_attempt_at, ordering_key from inbound_event
                        where partner_id = p.id and status = kind.status and status in ('received', 'waiting')
                          and next_attempt_at <= :now
                        order by next_attempt_at limit :most) e),
            candidates as (
                select id, partner_id, status, next_attempt_at from longest e where
            """ + RUNNABLE + """
                union
                select id, partner_id, 'received', next_attempt_at from heads where next_attempt_at <= :now),
            ranked as (
                select id, status, next_attempt_at,
                       row_number() over (partition by partner_id, status order by next_attempt_at, id) turn
                  from candidates)
            select id from ranked order by turn, status, next_attempt_at limit :most
            """;

    /** Asks for the status again: it may have been handled since it became a candidate. */
    private static final String FREE = """
            select id from inbound_event where id = any(:candidates) and status in ('received', 'waiting')
             order by array_position(:candidates, id) limit :max for update skip locked
            """;
}
