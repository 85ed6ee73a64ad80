package dev.comanda.payments.webhook;

import dev.comanda.database.queue.Wakeups;
import dev.comanda.web.access.Scope;
import dev.comanda.web.audit.Audit;
import dev.comanda.web.json.Cursor;
import dev.comanda.web.json.Nothing;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Every event a provider sent, and what became of it; never its body. */
@Path("/payments/events")
@RunOnVirtualThread
public class ProviderEventResource {
    private static final int PAGE = 100;

    private final Jdbi jdbi;
    private final Wakeups wakeups;
    private final InstantSource clock;
    private final Audit audit;

    ProviderEventResource(Jdbi jdbi, Wakeups wakeups, InstantSource clock, Audit audit) {
        this.jdbi = jdbi;
        this.wakeups = wakeups;
        this.clock = clock;
        this.audit = audit;
    }

    @GET
    @RolesAllowed({Scope.READ, Scope.PAYMENTS})
    public Page list(@QueryParam("status") @Nullable String status, @QueryParam("cursor") @Nullable Cursor cursor) {
        if (status != null
                && Arrays.stream(ProviderInbox.Status.values())
                        .noneMatch(one -> one.word().equals(status))) {
            throw ProblemException.invalid("status", "There is no such status.");
        }
        List<Event> page = jdbi.withHandle(db -> db.createQuery("""
                        select id, variant, event_id, event_type, status, payment_id, tries, error, received_at, applied_at
                          from provider_event
                         where (:status::text is null or status = :status) and id < :before
                         order by id desc limit :max
                        """)
                .bind("status", status)
                .bind("before", cursor == null ? Long.MAX_VALUE : cursor.id())
                .bind("max", PAGE)
                .mapTo(Event.class)
                .list());
        return new Page(
                page, page.size() < PAGE ? null : new Cursor(page.getLast().id()).toString());
    }

    /** Once more, for an event that was given up. */
    @POST
    @Path("/{id}/retry")
    @Transactional
    @RolesAllowed({Scope.PAYMENTS, Scope.OPERATE})
    public Page retry(@PathParam("id") String id, Nothing body) {
        int retried = !id.matches("\\d{1,18}")
                ? 0
                : jdbi.withHandle(db -> db.execute("""
                        update provider_event set status = 'received', tries = 0, next_attempt_at = ?
                         where id = ? and status in ('orphan', 'dead', 'waiting') and body is not null
                        """, clock.instant(), Long.parseLong(id)));
        if (retried == 0) {
            throw ProblemException.notFound("event to retry");
        }
        wakeups.afterCommit(ProviderInbox.QUEUE);
        audit.record("payment_event.retry", id, null, null, Map.of("status", "received"));
        return list("received", null);
    }

    @Schema(name = "ProviderEventPage")
    record Page(List<Event> events, @Nullable String nextCursor) {}

    @Schema(name = "ProviderEvent")
    record Event(
            long id,
            String variant,
            String eventId,
            String eventType,
            String status,
            @Nullable String paymentId,
            int tries,
            @Nullable String error,
            Instant receivedAt,
            @Nullable Instant appliedAt) {}
}
