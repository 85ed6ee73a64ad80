package dev.comanda.partners.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comanda.partners.inbox.ReceivedRecords;
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

/** What partners sent us and what became of it. */
@Path("/received")
@RunOnVirtualThread
public class ReceivedResource {
    private static final int PAGE = 100;

    private final ReceivedRecords received;

    ReceivedResource(ReceivedRecords received) {
        this.received = received;
    }

    @GET
    @RolesAllowed(Scope.READ)
    public Page list(
            @QueryParam("partner") @Nullable String partner,
            @QueryParam("status") @Nullable String status,
            @QueryParam("cursor") @Nullable Cursor cursor) {
        Filters.requireText("partner", partner);
        Filters.require("status", status, List.of("received", "waiting", "handled", "superseded", "ignored", "dead"));
        List<ReceivedRecords.Summary> page = received.list(partner, status, Filters.before(cursor), PAGE);
        return new Page(
                page, page.size() < PAGE ? null : new Cursor(page.getLast().receivedId()).toString());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Scope.READ)
    public Detail get(@PathParam("id") String id) {
        ReceivedRecords.Summary summary = find(id);
        return new Detail(summary, received.body(summary));
    }

    /** Handles a dead or waiting event again, at its own place in its lane. */
    @POST
    @Path("/{id}/retry")
    @RolesAllowed(Scope.OPERATE)
    @APIResponse(
            responseCode = "202",
            description = "Handled again soon",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReceivedRecords.Summary.class)))
    public Response retry(@PathParam("id") String id, Nothing body) {
        if (!received.retry(find(id).receivedId())) {
            throw ProblemException.conflict("Only an event that is dead or waiting can be retried.");
        }
        return Response.accepted(find(id)).build();
    }

    private ReceivedRecords.Summary find(String id) {
        return received.find(Filters.id(id, "event")).orElseThrow(() -> ProblemException.notFound("event"));
    }

    @Schema(name = "ReceivedPage")
    record Page(
            List<ReceivedRecords.Summary> received,
            @Nullable String nextCursor) {}

    @Schema(name = "ReceivedDetail")
    record Detail(
            @JsonUnwrapped ReceivedRecords.Summary summary,

            @JsonRawValue @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String event) {}
}
