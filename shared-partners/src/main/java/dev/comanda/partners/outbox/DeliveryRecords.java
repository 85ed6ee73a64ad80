package dev.comanda.partners.outbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What an operator reads of deliveries, and what a partner reads of its own. */
@ApplicationScoped
public class DeliveryRecords {
    private static final String SUMMARY = """
            select d.id delivery_id, d.partner_id, e.event_id, e.event_type, e.ordering_key, d.sequence, d.status,
                   d.attempts attempt_count, e.published_at, d.last_attempt_at, d.delivered_at,
                   case when d.status = 'pending' then l.next_attempt_at end next_attempt_at,
                   d.last_status, d.last_error, d.replay_reason
              from delivery d join outbound_event e on e.id = d.event join lane l on l.id = d.lane_id
            """;

    private final Jdbi jdbi;
    private final OutboundBodies bodies;

    DeliveryRecords(Jdbi jdbi, OutboundBodies bodies) {
        this.jdbi = jdbi;
        this.bodies = bodies;
    }

    /** The newest first, below {@code before}. */
    public List<Summary> list(
            @Nullable String partner, @Nullable String status, @Nullable String eventType, long before, int limit) {
        return jdbi.withHandle(db -> db.createQuery(SUMMARY + """
                         where d.id < :before
                           and (cast(:partner as text) is null or d.partner_id = :partner)
                           and (cast(:status as text) is null or d.status = :status)
                           and (cast(:eventType as text) is null or e.event_type = :eventType)
                         order by d.id desc limit :limit
                        """)
                .bind("before", before)
                .bind("partner", partner)
                .bind("status", status)
                .bind("eventType", eventType)
                .bind("limit", limit)
                .mapTo(Summary.class)
                .list());
    }

    public Optional<Summary> find(long id) {
        return jdbi.withHandle(db -> db.createQuery(SUMMARY + " where d.id = :id")
                .bind("id", id)
                .mapTo(Summary.class)
                .findOne());
    }

    /** Every call made for the delivery, in their order. */
    public List<Call> calls(long id) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select number, started_at, duration_ms, status, error, address, coalesce(answer, '') answer
                          from delivery_attempt where delivery_id = :id
                        union all
                        select attempts, last_attempt_at, duration_ms, last_status, last_error, address, coalesce(answer, '')
                          from delivery where id = :id and duration_ms is not null
                         order by number
                        """)
                .bind("id", id)
                .mapTo(CallRow.class)
                .map(CallRow::call)
                .list());
    }

    /** What a partner was sent or is to be sent after a sequence, gapless and in order. */
    public List<FeedItem> feed(String partner, long after, int limit) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select d.sequence, e.event_id, e.event_type, e.published_at, d.status, e.body
                          from delivery d join outbound_event e on e.id = d.event
                         where d.partner_id = :partner and d.sequence > :after
                         order by d.sequence limit :limit
                        """)
                .bind("partner", partner)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(FeedRow.class)
                .map(this::item)
                .list());
    }

    private FeedItem item(FeedRow row) {
        String event =
                row.body() == null ? null : new String(bodies.open(row.body(), row.eventId()), StandardCharsets.UTF_8);
        return new FeedItem(row.sequence(), row.eventId(), row.eventType(), row.publishedAt(), row.status(), event);
    }

    @SuppressWarnings("ArrayRecordComponent") // only ever read, never compared
    record FeedRow(
            long sequence,
            String eventId,
            String eventType,
            Instant publishedAt,
            String status,
            byte @Nullable [] body) {}

    /** One line of a list. */
    @Schema(name = "Delivery")
    public record Summary(
            long deliveryId,
            String partnerId,
            String eventId,
            String eventType,
            String orderingKey,
            @Nullable Long sequence,
            String status,
            int attemptCount,
            Instant publishedAt,
            @Nullable Instant lastAttemptAt,
            @Nullable Instant deliveredAt,
            @Nullable Instant nextAttemptAt,
            @Nullable Integer lastStatus,
            @Nullable String lastError,
            @Nullable String replayReason) {}

    /** One call as it is stored: a partner may answer anything, also what is no text. */
    @SuppressWarnings("ArrayRecordComponent") // only ever read, never compared
    record CallRow(
            int number,
            Instant startedAt,
            int durationMs,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable String address,
            byte[] answer) {
        Call call() {
            return new Call(
                    number, startedAt, durationMs, status, error, address, new String(answer, StandardCharsets.UTF_8));
        }
    }

    /** One call. */
    @Schema(name = "Attempt")
    public record Call(
            int number,
            Instant startedAt,
            int durationMs,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable String address,
            String answer) {}

    /** One event of the feed; {@code event} is the envelope as it was signed, absent once its retention has passed. */
    public record FeedItem(
            long sequence,
            String eventId,
            String eventType,
            Instant publishedAt,
            String status,

            @JsonRawValue @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String event) {}
}
