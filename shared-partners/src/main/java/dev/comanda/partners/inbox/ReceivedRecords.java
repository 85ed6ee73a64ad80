package dev.comanda.partners.inbox;

import dev.comanda.database.queue.Wakeups;
import dev.comanda.web.audit.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What an operator reads of received events, and what is to be done about those that stopped or wait. */
@ApplicationScoped
public class ReceivedRecords {
    private static final String SUMMARY = """
            select id received_id, partner_id, event_id, event_type, ordering_key, revision, status, tries, error,
                   occurred_at, received_at, handled_at
              from inbound_event
            """;

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Wakeups wakeups;
    private final InboundBodies bodies;
    private final Audit audit;

    ReceivedRecords(Jdbi jdbi, InstantSource clock, Wakeups wakeups, InboundBodies bodies, Audit audit) {
        this.jdbi = jdbi;
        this.bodies = bodies;
        this.clock = clock;
        this.wakeups = wakeups;
        this.audit = audit;
    }

    /** The newest first, below {@code before}. */
    public List<Summary> list(@Nullable String partner, @Nullable String status, long before, int limit) {
        return jdbi.withHandle(db -> db.createQuery(SUMMARY + """
                         where id < :before
                           and (cast(:partner as text) is null or partner_id = :partner)
                           and (cast(:status as text) is null or status = :status)
                         order by id desc limit :limit
                        """)
                .bind("before", before)
                .bind("partner", partner)
                .bind("status", status)
                .bind("limit", limit)
                .mapTo(Summary.class)
                .list());
    }

    public Optional<Summary> find(long id) {
        return jdbi.withHandle(db -> db.createQuery(SUMMARY + " where id = :id")
                .bind("id", id)
                .mapTo(Summary.class)
                .findOne());
    }

    /** The body as it came, or null once its retention has passed. */
    public @Nullable String body(Summary event) {
        return jdbi.withHandle(db -> db.createQuery("select body from inbound_event where id = :id")
                .bind("id", event.receivedId())
                .map((row, _) -> Optional.ofNullable(row.getBytes(1)))
                .findOne()
                .flatMap(body -> body)
                .map(body -> new String(bodies.open(body, event.partnerId(), event.eventId()), StandardCharsets.UTF_8))
                .orElse(null));
    }

    /** False when it is neither dead nor waiting, or its body is gone. */
    @Transactional
    public boolean retry(long id) {
        Optional<String> before = jdbi.withHandle(db -> db.createQuery("""
                        update inbound_event
                           set status = 'received', tries = 0, next_attempt_at = :now
                         where id = :id and status in ('dead', 'waiting') and body is not null
                        returning old.status
                        """)
                .bind("now", clock.instant())
                .bind("id", id)
                .mapTo(String.class)
                .findOne());
        before.ifPresent(status -> {
            wakeups.afterCommit(Inbox.QUEUE);
            audit.record(
                    "received.retry", String.valueOf(id), null, Map.of("status", status), Map.of("status", "received"));
        });
        return before.isPresent();
    }

    /**
     * Gives up all events of the partner that wait: they are dead and kept, and each can be retried. One that is being handled
     * at this moment is left as it is.
     *
     * @return how many
     */
    @Transactional
    public int discardWaiting(String partnerId, String reason) {
        int count = jdbi.withHandle(db -> db.createUpdate("""
                        update inbound_event set status = 'dead', error = :error
                         where id = any(array(select id from inbound_event
                                               where partner_id = :partner and status = 'waiting' for update skip locked))
                        """)
                .bind("error", Inbox.GIVEN_UP + ": " + reason)
                .bind("partner", partnerId)
                .execute());
        if (count > 0) {
            audit.record("partner.discard_waiting", partnerId, reason, null, Map.of("count", count));
        }
        return count;
    }

    /** One line of a list. */
    @Schema(name = "ReceivedEvent")
    public record Summary(
            long receivedId,
            String partnerId,
            String eventId,
            String eventType,
            String orderingKey,
            @Nullable Long revision,
            String status,
            int tries,
            @Nullable String error,
            Instant occurredAt,
            Instant receivedAt,
            @Nullable Instant handledAt) {}
}
