package dev.comanda.partners.operations;

import dev.comanda.partners.delivery.DeliveryConfig;
import dev.comanda.partners.inbox.InboxConfig;
import dev.comanda.partners.outbox.OutboundBodies;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Removes what has been kept long enough, a small batch per transaction. Nothing that is still to be delivered or handled
 * is ever touched, whatever its age.
 */
@ApplicationScoped
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);

    /** An envelope may be stamped a little ahead of its receipt, and is accepted until that stamp is too old. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final RetentionConfig config;
    private final OutboundBodies bodies;
    private final Duration retryHorizon;
    private final Duration oldestAccepted;

    Retention(
            Jdbi jdbi,
            InstantSource clock,
            RetentionConfig config,
            DeliveryConfig delivery,
            InboxConfig inbox,
            OutboundBodies bodies) {
        this.jdbi = jdbi;
        this.bodies = bodies;
        this.clock = clock;
        this.config = config;
        this.retryHorizon = delivery.horizon();
        this.oldestAccepted = inbox.oldest();
    }

    /** A shorter memory for ids than for what can be sent again would let a replay repeat an effect. */
    void check(@Observes StartupEvent event) {
        Duration needed = config.payloads().plus(retryHorizon);
        if (config.ids().compareTo(needed) < 0 || config.ids().compareTo(oldestAccepted) < 0) {
            throw new ConfigurationException("comanda.retention.ids is " + config.ids() + ", but must be at least "
                    + (needed.compareTo(oldestAccepted) > 0 ? needed : oldestAccepted)
                    + ": the age of payloads plus the retry horizon, and the age of accepted envelopes");
        }
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        Instant now = clock.instant();
        while (bodies.removeForgotten(config.batch()) >= config.batch()) {
            // there are more
        }
        run(REGISTRY_CHANGES, now.minus(Duration.ofHours(1)));
        run(BODIES_IGNORED, now.minus(config.ignoredBodies()));
        for (String statement : List.of(ATTEMPTS, ANSWERS, BODIES_OUT, BODIES_IN, REFUSED)) {
            run(statement, now.minus(config.payloads()));
        }
        for (String statement : List.of(DELIVERIES, LANES, EVENTS_OUT, EVENTS_IN, REMOVED, COPIES)) {
            run(statement, now.minus(config.ids()).minus(CLOCKS_APART));
        }
    }

    private void run(String statement, Instant before) {
        long removed = 0;
        int batch;
        do {
            batch = jdbi.withHandle(db -> db.createUpdate(statement)
                    .bind("before", before)
                    .bind("batch", config.batch())
                    .execute());
            removed += batch;
        } while (batch >= config.batch());
        if (removed > 0) {
            LOG.infof("retention: %d rows before %s", removed, before);
        }
    }

    /*
     * Each statement looks for its batch once, in an array, and asks about other tables by their keys, row by row: a join
     * would let the planner, which knows nothing of a table that has just grown, look through one table for each row of
     * another.
     */
    private static final String ATTEMPTS = """
            delete from delivery_attempt where ctid = any(array(
                select a.ctid from delivery_attempt a
                 where a.started_at < :before
                   and (select d.status from delivery d where d.id = a.delivery_id) <> 'pending'
                 limit :batch for update skip locked))
            """;
    /** Of first calls that succeeded. */
    private static final String ANSWERS = """
            update delivery set answer = null where id = any(array(
                select id from delivery
                 where created_at < :before and answer is not null and status <> 'pending'
                 limit :batch for update skip locked))
            """;

    private static final String BODIES_OUT = """
            update outbound_event set body = null where id = any(array(
                select e.id from outbound_event e
                 where e.published_at < :before and e.body is not null
                   and (select bool_or(d.status = 'pending') from delivery d where d.event = e.id) is not true
                 limit :batch))
            """;
    private static final String BODIES_IN = """
            update inbound_event set body = null where id = any(array(
                select id from inbound_event
                 where received_at < :before and body is not null and status not in ('received', 'waiting')
                 limit :batch))
            """;
    private static final String BODIES_IGNORED = """
            update inbound_event set body = null where id = any(array(
                select id from inbound_event
                 where received_at < :before and body is not null and status = 'ignored'
                 limit :batch))
            """;
    /** Whoever keeps the partners in memory reads all of them again each minute. */
    private static final String REGISTRY_CHANGES = """
            delete from registry_change where id = any(array(
                select id from registry_change where at < :before order by id limit :batch for update skip locked))
            """;

    private static final String REFUSED = """
            delete from refused_webhook where id = any(array(
                select id from refused_webhook where at < :before limit :batch))
            """;
    private static final String DELIVERIES = """
            delete from delivery where id = any(array(
                select id from delivery
                 where created_at < :before and status <> 'pending' and sequence is not null
                 limit :batch for update skip locked))
            """;
    /**
     * The time of a lane without pending deliveries is at least that of its last delivery, so all of them are removed before
     * it. A lane that was used meanwhile has a later time, and is seen to have it once it is locked.
     */
    private static final String LANES = """
            delete from lane where pending = 0 and next_attempt_at < :before and id = any(array(
                select l.id from lane l
                 where l.pending = 0 and l.next_attempt_at < :before
                 limit :batch for update skip locked))
            """;

    private static final String EVENTS_OUT = """
            delete from outbound_event where id = any(array(
                select e.id from outbound_event e
                 where e.published_at < :before
                   and (select d.id from delivery d where d.event = e.id limit 1) is null
                 limit :batch))
            """;
    private static final String EVENTS_IN = """
            delete from inbound_event where id = any(array(
                select id from inbound_event
                 where received_at < :before and status not in ('received', 'waiting')
                 limit :batch))
            """;
    private static final String REMOVED = """
            delete from removed_event where ctid = any(array(
                select ctid from removed_event where received_at < :before limit :batch for update skip locked))
            """;
    private static final String COPIES = """
            delete from inbound_copy where ctid = any(array(
                select ctid from inbound_copy where last_at < :before limit :batch for update skip locked))
            """;
}
