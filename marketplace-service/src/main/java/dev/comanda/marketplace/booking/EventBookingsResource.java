package dev.comanda.marketplace.booking;

import dev.comanda.marketplace.event.EventKey;
import dev.comanda.web.access.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Where a client books a service for an event. */
@Path("/events/" + EventKey.PATH + "/bookings")
@RolesAllowed(Scope.STOREFRONT)
@RunOnVirtualThread
class EventBookingsResource {
    private final Checkout checkout;

    EventBookingsResource(Checkout checkout) {
        this.checkout = checkout;
    }

    @POST
    @ResponseStatus(201)
    public BookingAnswer book(
            @PathParam("external_event_id") String event,
            @QueryParam("partner") @Nullable String partner,
            NewBooking body) {
        return checkout.book(EventKey.of(event, partner), body);
    }
}
