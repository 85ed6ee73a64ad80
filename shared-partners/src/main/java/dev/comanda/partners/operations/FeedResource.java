package dev.comanda.partners.operations;

import dev.comanda.partners.outbox.DeliveryRecords;
import dev.comanda.partners.registry.Partners;
import dev.comanda.web.access.Scope;
import dev.comanda.web.json.PageSize;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;

/** A partner's own events, gapless and in order: from here it repairs what it missed, without asking anybody. */
@Path("/partners/{id}/events")
@RolesAllowed({Scope.READ, Scope.OWN_PARTNER})
@RunOnVirtualThread
public class FeedResource {
    private final Partners partners;
    private final DeliveryRecords deliveries;

    FeedResource(Partners partners, DeliveryRecords deliveries) {
        this.partners = partners;
        this.deliveries = deliveries;
    }

    @GET
    public Feed events(
            @PathParam("id") String id,
            @QueryParam("after") @DefaultValue("0") String after,
            @QueryParam("limit") @DefaultValue("100") PageSize limit) {
        if (!partners.exists(id)) {
            throw ProblemException.notFound("partner");
        }
        if (!after.matches("\\d{1,18}")) {
            throw ProblemException.invalid("after", "This parameter is the sequence of the last event you have, or 0.");
        }
        long from = Long.parseLong(after);
        List<DeliveryRecords.FeedItem> events = deliveries.feed(id, from, limit.rows());
        return new Feed(events, events.isEmpty() ? from : events.getLast().sequence());
    }

    /** {@code nextAfter} is what to ask with next. */
    record Feed(List<DeliveryRecords.FeedItem> events, long nextAfter) {}
}
