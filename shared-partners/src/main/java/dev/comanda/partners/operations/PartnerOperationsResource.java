package dev.comanda.partners.operations;

import dev.comanda.database.queue.Wakeups;
import dev.comanda.partners.outbox.DeliveryRecords;
import dev.comanda.partners.outbox.Outbox;
import dev.comanda.partners.outbox.Redelivery;
import dev.comanda.partners.registry.Partners;
import dev.comanda.partners.registry.Pauses;
import dev.comanda.web.access.PartnerOwn;
import dev.comanda.web.json.PageSize;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator does with a partner's stream of events, and the feed from which a partner repairs what it missed. */
@Path("/partners/{id}")
@RunOnVirtualThread
public class PartnerOperationsResource {
    private final Partners partners;
    private final Pauses pauses;
    private final Redelivery redelivery;
    private final DeliveryRecords deliveries;
    private final Wakeups wakeups;

    PartnerOperationsResource(
            Partners partners, Pauses pauses, Redelivery redelivery, DeliveryRecords deliveries, Wakeups wakeups) {
        this.partners = partners;
        this.pauses = pauses;
        this.redelivery = redelivery;
        this.deliveries = deliveries;
        this.wakeups = wakeups;
    }

    @POST
    @Path("/pause")
    public Paused pause(@PathParam("id") String id) {
        requireThere(pauses.pause(id));
        return new Paused(id, "paused", 0);
    }

    /** Sends on what was kept, in order, and what had died since the partner last accepted anything. */
    @POST
    @Path("/resume")
    @Transactional
    public Paused resume(@PathParam("id") String id) {
        requireThere(pauses.resume(id));
        int revived = redelivery.revive(id);
        wakeups.afterCommit(Outbox.QUEUE);
        return new Paused(id, "active", revived);
    }

    @POST
    @Path("/replay")
    public Response replay(@PathParam("id") String id, Replay replay) {
        requireThere(partners.exists(id));
        if (replay.until() != null && !replay.until().isAfter(replay.since())) {
            throw ProblemException.invalid("until", "This field must be later than since.");
        }
        int count = redelivery.replay(id, replay.since(), replay.until(), replay.eventTypes(), replay.reason());
        return Response.accepted(new Replayed(count)).build();
    }

    @GET
    @Path("/events")
    @PartnerOwn
    public Feed events(
            @PathParam("id") String id,
            @QueryParam("after") @DefaultValue("0") String after,
            @QueryParam("limit") @DefaultValue("100") PageSize limit) {
        requireThere(partners.exists(id));
        if (!after.matches("\\d{1,18}")) {
            throw ProblemException.invalid("after", "This parameter is the sequence of the last event you have, or 0.");
        }
        long from = Long.parseLong(after);
        List<DeliveryRecords.FeedItem> events = deliveries.feed(id, from, limit.rows());
        return new Feed(events, events.isEmpty() ? from : events.getLast().sequence());
    }

    private static void requireThere(boolean there) {
        if (!there) {
            throw ProblemException.notFound("partner");
        }
    }

    /** How a partner stands after a pause or resume. */
    record Paused(String partnerId, String status, int revived) {}

    record Replay(
            @NotNull Instant since,
            @Nullable Instant until,
            @Nullable @Size(min = 1, max = 50) List<@NotNull @Pattern(regexp = "[a-z0-9_.]{1,100}") String> eventTypes,

            @NotNull @Pattern(regexp = "[\\x20-\\x7E]{1,100}", message = "must be 1 to 100 printable ASCII characters") String reason) {}

    record Replayed(int count) {}

    /** {@code next_after} is what to ask with next. */
    record Feed(List<DeliveryRecords.FeedItem> events, long nextAfter) {}
}
