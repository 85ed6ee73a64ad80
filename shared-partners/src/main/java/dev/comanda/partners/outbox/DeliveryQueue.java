package dev.comanda.partners.outbox;

import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.checkpoint.Checkpoint.Moment;
import dev.comanda.partners.registry.PartnerSecrets;
import dev.comanda.signing.Keyring;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Every state transition of a delivery, one method each. A claim and its record are transactions of their own; between
 * them lies the call. A lane's lease keeps its later deliveries waiting, its token keeps a late worker from overwriting.
 */
@ApplicationScoped
public class DeliveryQueue {
    private static final Logger LOG = Logger.getLogger(DeliveryQueue.class);

    private final Jdbi jdbi;
    private final PartnerSecrets secrets;
    private final OutboundBodies bodies;
    private final InstantSource clock;
    private final Checkpoint checkpoint;

    DeliveryQueue(
            Jdbi jdbi, PartnerSecrets secrets, OutboundBodies bodies, InstantSource clock, Checkpoint checkpoint) {
        this.jdbi = jdbi;
        this.secrets = secrets;
        this.bodies = bodies;
        this.clock = clock;
        this.checkpoint = checkpoint;
    }

    /**
     * Leases up to {@code max} lanes and returns the oldest delivery of each. Of one partner never more than its bound
     * of calls is in flight over all replicas, retries leave some of it to first tries, and a partner that keeps failing
     * gets one probe at a time.
     */
    @Transactional
    public List<Delivery> claim(int max, Duration lease) {
        Instant now = clock.instant();
        return jdbi.withHandle(db -> {
            Map<String, Long> held = hold(db, now);
            if (held.isEmpty()) {
                return List.of();
            }
            UUID token = UUID.randomUUID();
            List<Long> lanes = db.createQuery(CLAIM)
                    .bindArray("partners", String.class, held.keySet())
                    .bind("now", now)
                    .bind("until", now.plus(lease))
                    .bind("token", token)
                    .bind("max", max)
                    .mapTo(Long.class)
                    .list();
            // after the claim: it may have seen lanes whose deliveries were published since we looked
            number(db, held);
            return lanes.isEmpty() ? List.<Delivery>of() : heads(db, lanes, token, now);
        });
    }

    /** Records a call. False when the lease had lapsed and somebody else holds the lane: then nothing was changed. */
    @Transactional
    public boolean record(Delivery delivery, Attempt attempt, Settlement settlement) {
        Instant now = clock.instant();
        boolean recorded = switch (settlement) {
            case Settlement.Delivered() -> record(delivery, attempt, "delivered", now, 0, now);
            case Settlement.Dead() -> record(delivery, attempt, "dead", now, 0, now);
            case Settlement.Retry(Instant at, int step) -> record(delivery, attempt, "pending", at, step, now);
            case Settlement.Gone(Instant at) -> record(delivery, attempt, "pending", at, delivery.step(), now);
        };
        if (recorded && attempt.unhealthy()) {
            jdbi.useHandle(db -> db.createUpdate(UNHEALTHY)
                    .bind("id", delivery.partnerId())
                    .bind("now", now)
                    .execute());
        }
        if (recorded && (attempt.unhealthy() || settlement instanceof Settlement.Gone)) {
            pauseIfHopeless(delivery.partnerId(), settlement instanceof Settlement.Gone, now);
        }
        if (recorded && settlement instanceof Settlement.Dead) {
            jdbi.useHandle(db -> db.execute("update partner set to_tell = true where id = ?", delivery.partnerId()));
        }
        checkpoint.reached(Moment.RECORDING);
        return recorded;
    }

    /** Nobody watches an endpoint day and night: this line and the gauge are how an operator hears of it. */
    private void pauseIfHopeless(String partner, boolean gone, Instant now) {
        boolean paused = jdbi.withHandle(db -> db.createUpdate(PAUSE)
                        .bind("id", partner)
                        .bind("gone", gone)
                        .bind("now", now)
                        .execute()
                == 1);
        if (paused) {
            LOG.warnf("partner %s is paused, its events are kept: %s", partner, gone ? "410" : "5 days of failures");
        }
    }

    /** The partners that are ours for the claim at hand, each with the last sequence it was given. */
    private static Map<String, Long> hold(Handle db, Instant now) {
        return db.createQuery(HOLD).bind("now", now).mapTo(Held.class).stream()
                .collect(Collectors.toMap(Held::partnerId, Held::lastSequence));
    }

    /**
     * Gives each delivery without a sequence the next one of its partner. It runs after the lanes are chosen: what was
     * published until then is numbered too, so no head is without.
     */
    private static void number(Handle db, Map<String, Long> held) {
        List<Unnumbered> fresh = db.createQuery(UNNUMBERED)
                .bindArray("partners", String.class, held.keySet())
                .mapTo(Unnumbered.class)
                .list();
        if (fresh.isEmpty()) {
            return;
        }
        Map<String, Long> last = new HashMap<>(held);
        PreparedBatch deliveries = db.prepareBatch("update delivery set sequence = ? where id = ?");
        for (Unnumbered delivery : fresh) {
            deliveries.add(last.merge(delivery.partnerId(), 1L, Long::sum), delivery.id());
        }
        deliveries.execute();
        PreparedBatch feeds = db.prepareBatch("update feed set last_sequence = ? where partner_id = ?");
        for (String partner : fresh.stream().map(Unnumbered::partnerId).collect(Collectors.toSet())) {
            feeds.add(last.get(partner), partner);
        }
        feeds.execute();
    }

    private List<Delivery> heads(Handle db, List<Long> lanes, UUID token, Instant now) {
        List<Head> heads = db.createQuery(HEADS)
                .bindArray("lanes", Long.class, lanes)
                .mapTo(Head.class)
                .list();
        Set<String> partners = heads.stream().map(Head::partnerId).collect(Collectors.toSet());
        Map<String, Keyring> keys = secrets.signingKeys(partners, now);
        List<Delivery> deliveries = new ArrayList<>(heads.size());
        for (Head head : heads) {
            try {
                byte[] body = bodies.open(head.body(), head.eventId());
                deliveries.add(head.with(token, keys.getOrDefault(head.partnerId(), new Keyring(List.of())), body));
            } catch (
                    IllegalStateException
                            unreadable) { // It holds up its own lane only, and is tried again after the lease.
                LOG.errorf("delivery %d cannot be sent: %s", head.id(), unreadable.getMessage());
            }
        }
        return deliveries;
    }

    private boolean record(Delivery delivery, Attempt attempt, String status, Instant next, int step, Instant now) {
        return jdbi.withHandle(db -> db.createUpdate(RECORD)
                        .bind("lane", delivery.laneId())
                        .bind("token", delivery.leaseToken())
                        .bind("id", delivery.id())
                        .bind("partner", delivery.partnerId())
                        .bind("status", status)
                        .bind("next", next)
                        .bind("step", step)
                        .bind("claimedStep", delivery.step())
                        .bind("now", now)
                        .bind("number", delivery.attempts() + 1)
                        .bind("startedAt", attempt.startedAt())
                        .bind("durationMs", Math.toIntExact(attempt.duration().toMillis()))
                        .bind("httpStatus", attempt.status())
                        .bind("error", attempt.error())
                        .bind("address", attempt.address())
                        .bind("answer", attempt.answer())
                        .execute()
                == 1);
    }

    record Held(String partnerId, long lastSequence) {}

    record Unnumbered(long id, String partnerId) {}

    /** A lane's oldest pending delivery. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Head(
            long id,
            long laneId,
            String partnerId,
            String webhookUrl,
            String eventId,
            String eventType,
            byte[] body,
            @Nullable String traceparent,
            long sequence,
            int attempts,
            int step,
            Instant publishedAt,
            int refusals,
            @Nullable String replayReason) {
        /** With each refusal as not authentic, the headers that hold one signature change to the other secret. */
        Delivery with(UUID token, Keyring keys, byte[] clearBody) {
            return new Delivery(
                    id,
                    laneId,
                    token,
                    partnerId,
                    webhookUrl,
                    refusals % 2 == 1 ? keys.reversed() : keys,
                    eventId,
                    eventType,
                    clearBody,
                    traceparent,
                    sequence,
                    attempts,
                    step,
                    publishedAt,
                    replayReason);
        }
    }

    /** Partners with something to number or to send that no other replica is dispatching at this moment. */
    private static final String HOLD = """
            select f.partner_id, f.last_sequence
              from feed f join partner p on p.id = f.partner_id
             where exists (select from delivery d where d.partner_id = f.partner_id and d.sequence is null)
                or (p.status = 'active' and (p.blocked_until is null or p.blocked_until <= :now)
                    and exists (select from lane l
                                 where l.partner_id = p.id and l.pending > 0 and l.next_attempt_at <= :now
                                   and (l.lease_until is null or l.lease_until <= :now)))
               for update of f skip locked
            """;

    /** A statement of its own after the lock: its snapshot sees what the last holder numbered. */
    private static final String UNNUMBERED = """
            select id, partner_id from delivery where partner_id = any(:partners) and sequence is null order by id
            """;

    /**
     * The choice is an array, which is made once. As a table to join with it could be made anew for each lane, since the
     * planner knows nothing of a table that has just grown.
     */
    private static final String CLAIM = """
            with room as (
                select p.id, free.all_tries,
                       case when p.failures_in_row >= 5 then free.all_tries
                            else least(free.all_tries, free.retries) end retries
                  from partner p
                 cross join lateral (
                       select case when p.failures_in_row >= 5 then 1 else 8 end - count(*) all_tries,
                              6 - count(*) filter (where b.attempts > 0) retries
                         from lane b
                        where b.partner_id = p.id and b.pending > 0 and b.lease_until > :now) free
                 where p.id = any(:partners) and p.status = 'active'
                   and (p.blocked_until is null or p.blocked_until <= :now)),
            candidates as (
                select due.id, due.retry, room.all_tries free,
                       row_number() over (partition by room.id order by due.retry, due.next_attempt_at) position
                  from room
                 cross join (values (false), (true)) kind (retry)
                 cross join lateral (
                       select l.id, l.attempts > 0 retry, l.next_attempt_at from lane l
                        where l.partner_id = room.id and (l.attempts > 0) = kind.retry
                          and l.pending > 0 and l.next_attempt_at <= :now
                          and (l.lease_until is null or l.lease_until <= :now)
                        order by l.next_attempt_at
                        limit greatest(0, case when kind.retry then room.retries else room.all_tries end)
                          for update skip locked) due),
            chosen as (select id from candidates where position <= free order by position limit :max)
            update lane set lease_until = :until, lease_token = :token
             where id = any(array(select id from chosen))
            returning id
            """;

    /**
     * Again a statement of its own: the lanes are ours now, so what it sees of them is final. The limits of 1 have each row
     * looked up by its key, whatever the planner believes of the tables.
     */
    private static final String HEADS = """
            select d.id, d.lane_id, d.partner_id, p.webhook_url, e.event_id, e.event_type, e.body, e.traceparent,
                   d.sequence, d.attempts, l.attempts step, e.published_at, d.replay_reason,
                   (select count(*) from delivery_attempt a
                     where a.delivery_id = d.id and a.status in (401, 403)) refusals
              from lane l
             cross join lateral (select * from delivery h where h.lane_id = l.id and h.status = 'pending'
                                  order by h.id limit 1) d
             cross join lateral (select * from outbound_event o where o.id = d.event limit 1) e
             cross join lateral (select webhook_url from partner where id = d.partner_id limit 1) p
             where l.id = any(:lanes)
             order by d.id
            """;

    /**
     * One round trip: the lane if the lease is still ours, then the delivery, its attempt and the partner's recovery. The
     * partner comes first, shared with everyone but its removal, so that a removal and a record never wait in a circle. A
     * lane whose schedule was begun anew during the call (a resend, a resume) keeps that beginning.
     */
    private static final String RECORD = """
            with known as (select id from partner where id = :partner for key share),
            released as (
                update lane set lease_until = null, lease_token = null,
                                next_attempt_at = case when %1$s then next_attempt_at else :next end,
                                attempts = case when %1$s then attempts else :step end,
                                pending = pending - case when :status = 'pending' then 0 else 1 end
                  from known
                 where lane.id = :lane and lane.lease_token = :token and lane.partner_id = known.id
                returning lane.id),
            settled as (
                update delivery d
                   set status = :status, attempts = :number, last_status = :httpStatus, last_error = :error,
                       last_attempt_at = :startedAt, delivered_at = case when :status = 'delivered' then :now end
                  from released where d.id = :id
                returning d.id),
            recovered as (
                update partner set failures_in_row = 0, failing_since = null, blocked_until = null, last_success_at = :now
                 where id = :partner and :status = 'delivered'
                   and (failures_in_row > 0 or last_success_at is null or last_success_at < :now - interval '1 minute'))
            insert into delivery_attempt (delivery_id, number, started_at, duration_ms, status, error, address, answer)
            select id, :number, :startedAt, :durationMs, :httpStatus, :error, :address, :answer from settled
            """.formatted(":status = 'pending' and attempts < :claimedStep");

    /**
     * After 5 failures in a row the partner is left alone for 10 s, doubling with each probe that fails up to 5 minutes.
     * A call that was under way when the block began tells nothing new and does not lengthen it.
     */
    private static final String UNHEALTHY = """
            update partner
               set failures_in_row = failures_in_row + 1,
                   failing_since = coalesce(failing_since, :now),
                   blocked_until = case when failures_in_row + 1 < 5 then blocked_until
                       else :now + least(300, 10 * 2 ^ least(10, failures_in_row - 4)) * interval '1 second' end
             where id = :id and (blocked_until is null or blocked_until <= :now)
            """;

    private static final String PAUSE = """
            update partner set status = 'auto_paused', to_tell = true
             where id = :id and status = 'active' and (:gone or failing_since < :now - interval '5 days')
            """;
}
