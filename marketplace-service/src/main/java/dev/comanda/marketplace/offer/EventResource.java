package dev.comanda.marketplace.offer;

import dev.comanda.marketplace.event.EventKey;
import dev.comanda.web.access.Scope;
import dev.comanda.web.json.Cursor;
import dev.comanda.web.json.PageSize;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** The events restaurants told us of, and what we offer for each. */
@Path("/events")
@RolesAllowed({Scope.READ, Scope.STOREFRONT})
@RunOnVirtualThread
class EventResource {
    private final Offers offers;

    EventResource(Offers offers) {
        this.offers = offers;
    }

    @GET
    public Offers.Page list(
            @QueryParam("cursor") @Nullable Cursor cursor, @QueryParam("limit") @DefaultValue("50") PageSize limit) {
        return offers.page(cursor, limit.rows());
    }

    @GET
    @Path(EventKey.PATH)
    public EventAnswer get(
            @PathParam("external_event_id") String event, @QueryParam("partner") @Nullable String partner) {
        return offers.event(EventKey.of(event, partner));
    }

    @GET
    @Path(EventKey.PATH + "/services")
    public Offers.Listing services(
            @PathParam("external_event_id") String event, @QueryParam("partner") @Nullable String partner) {
        return offers.services(EventKey.of(event, partner));
    }
}
