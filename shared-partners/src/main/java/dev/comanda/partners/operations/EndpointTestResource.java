package dev.comanda.partners.operations;

import dev.comanda.partners.outbox.Audience;
import dev.comanda.partners.outbox.OutboundEvent;
import dev.comanda.partners.outbox.Outbox;
import dev.comanda.partners.outbox.Queued;
import dev.comanda.partners.registry.Partners;
import dev.comanda.web.access.Scope;
import dev.comanda.web.audit.Audit;
import dev.comanda.web.json.Nothing;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Lets an operator see a whole delivery happen without touching any business object. */
@Path("/partners/{id}/test")
@RolesAllowed(Scope.OPERATE)
@RunOnVirtualThread
public class EndpointTestResource {
    private static final String TYPE = "webhook.test";

    private final Partners partners;
    private final Outbox outbox;
    private final Audit audit;

    EndpointTestResource(Partners partners, Outbox outbox, Audit audit) {
        this.partners = partners;
        this.outbox = outbox;
        this.audit = audit;
    }

    @POST
    @Transactional
    @APIResponse(
            responseCode = "202",
            description = "Sent soon",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Queued.class)))
    public Response test(@PathParam("id") String id, Nothing body) {
        if (!partners.exists(id)) {
            throw ProblemException.notFound("partner");
        }
        String eventId = outbox.publish(
                        new OutboundEvent(TYPE, TYPE, 1, new Greeting("Hello from Comanda.")),
                        new Audience.Directly(id))
                .eventId();
        audit.record("partner.test", id, null, null, Map.of("event_id", eventId));
        return Response.accepted(Queued.of(eventId, TYPE)).build();
    }

    record Greeting(String message) {}
}
