package dev.comanda.restaurant.reservation;

import dev.comanda.partners.outbox.Queued;
import dev.comanda.web.access.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Tells one partner of an event by hand. It stands beside the shared /partners paths because only a restaurant has it. */
@Path("/partners/{id: [a-z0-9-]{2,50}}/notify-event")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Scope.OPERATE)
@RunOnVirtualThread
class NotifyEventResource {
    private final ReservationBook book;

    NotifyEventResource(ReservationBook book) {
        this.book = book;
    }

    @POST
    @APIResponseSchema(value = Queued.class, responseCode = "202", responseDescription = "Sent soon")
    public Response announce(@PathParam("id") String partnerId, NotifyEventRequest request) {
        var published = book.announceTo(partnerId, request);
        return Response.accepted(Queued.of(published.eventId(), Announcements.CONFIRMED))
                .build();
    }
}
