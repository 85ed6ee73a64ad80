package dev.comanda.restaurant.itinerary;

import dev.comanda.web.access.Scope;
import dev.comanda.web.json.Cursor;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** An itinerary over HTTP. */
@Path("/reservations/{id: [A-Za-z0-9_-]{1,64}}/itinerary")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Scope.READ, Scope.STOREFRONT})
@RunOnVirtualThread
class ItineraryResource {
    private final Itineraries itineraries;

    ItineraryResource(Itineraries itineraries) {
        this.itineraries = itineraries;
    }

    @GET
    public ItineraryView find(@PathParam("id") String id, @QueryParam("history_cursor") @Nullable Cursor cursor) {
        return itineraries.of(id, cursor);
    }
}
