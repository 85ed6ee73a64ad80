package dev.comanda.restaurant.reservation;

import dev.comanda.web.access.Scope;
import dev.comanda.web.json.Cursor;
import dev.comanda.web.json.Nothing;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** Reservations over HTTP. An id that cannot be one never reaches the database. */
@Path("/reservations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class ReservationResource {
    private static final String BY_ID = "{id: " + ReservationRequest.ID + "}";

    private final Openings openings;
    private final ReservationBook book;

    ReservationResource(Openings openings, ReservationBook book) {
        this.openings = openings;
        this.book = book;
    }

    @POST
    @RolesAllowed(Scope.STOREFRONT)
    @APIResponseSchema(value = ReservationView.class, responseCode = "201", responseDescription = "Opened")
    @APIResponse(
            responseCode = "200",
            description = "The same request came before",
            content = @Content(schema = @Schema(implementation = ReservationView.class)))
    public Response open(ReservationRequest request) {
        return switch (openings.open(request.reservationId(), request.details())) {
            case Opening.Opened(var reservation) ->
                Response.status(201).entity(reservation).build();
            case Opening.Repeated(var reservation) -> Response.ok(reservation).build();
        };
    }

    @GET
    @RolesAllowed({Scope.READ, Scope.STOREFRONT})
    public ReservationPage list(@QueryParam("cursor") @Nullable Cursor cursor) {
        return book.page(cursor);
    }

    @GET
    @Path(BY_ID)
    @RolesAllowed({Scope.READ, Scope.STOREFRONT})
    public ReservationView find(@PathParam("id") String id) {
        return book.find(id);
    }

    @PATCH
    @Path(BY_ID)
    @RolesAllowed(Scope.STOREFRONT)
    public ReservationView change(@PathParam("id") String id, ReservationPatch patch) {
        return book.change(id, patch);
    }

    @POST
    @Path(BY_ID + "/cancel")
    @RolesAllowed(Scope.STOREFRONT)
    public ReservationView cancel(@PathParam("id") String id, CancelRequest request) {
        return book.cancel(id, request);
    }

    /** Removes the guest from the reservation and keeps the business facts. */
    @POST
    @Path(BY_ID + "/erase")
    @RolesAllowed(Scope.OPERATE)
    public ReservationView erase(@PathParam("id") String id, Nothing body) {
        return book.erase(id);
    }
}
