package dev.comanda.partners.operations;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comanda.partners.outbox.DeliveryRecords;
import dev.comanda.partners.outbox.Redelivery;
import dev.comanda.web.access.Scope;
import dev.comanda.web.json.Cursor;
import dev.comanda.web.json.Nothing;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Answers "did they get it?": every delivery, every call made for it, and once more when that is wanted. */
@Path("/deliveries")
@RunOnVirtualThread
public class DeliveryResource {
    private static final int PAGE = 100;

    private final DeliveryRecords deliveries;
    private final Redelivery redelivery;

    DeliveryResource(DeliveryRecords deliveries, Redelivery redelivery) {
        this.deliveries = deliveries;
        this.redelivery = redelivery;
    }

    @GET
    @RolesAllowed(Scope.READ)
    public Page list(
            @QueryParam("partner") @Nullable String partner,
            @QueryParam("status") @Nullable String status,
            @QueryParam("event_type") @Nullable String eventType,
            @QueryParam("cursor") @Nullable Cursor cursor) {
        Filters.require("status", status, List.of("pending", "delivered", "dead"));
        Filters.requireText("partner", partner);
        Filters.requireText("event_type", eventType);
        List<DeliveryRecords.Summary> page = deliveries.list(partner, status, eventType, Filters.before(cursor), PAGE);
        return new Page(
                page, page.size() < PAGE ? null : new Cursor(page.getLast().deliveryId()).toString());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Scope.READ)
    public Detail get(@PathParam("id") String id) {
        DeliveryRecords.Summary summary = find(id);
        return new Detail(summary, deliveries.calls(summary.deliveryId()));
    }

    @POST
    @Path("/{id}/resend")
    @RolesAllowed(Scope.OPERATE)
    @APIResponse(
            responseCode = "202",
            description = "Sent again soon",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DeliveryRecords.Summary.class)))
    public Response resend(@PathParam("id") String id, Nothing body) {
        DeliveryRecords.Summary summary = find(id);
        if (!redelivery.resend(summary.deliveryId(), "resend")) {
            throw ProblemException.conflict("Its payload was removed at the end of its retention.");
        }
        return Response.accepted(find(id)).build();
    }

    private DeliveryRecords.Summary find(String id) {
        return deliveries.find(Filters.id(id, "delivery")).orElseThrow(() -> ProblemException.notFound("delivery"));
    }

    @Schema(name = "DeliveryPage")
    record Page(
            List<DeliveryRecords.Summary> deliveries,
            @Nullable String nextCursor) {}

    @Schema(name = "DeliveryDetail")
    record Detail(@JsonUnwrapped DeliveryRecords.Summary summary, List<DeliveryRecords.Call> attempts) {}
}
