package dev.comanda.marketplace.booking;

import dev.comanda.marketplace.event.EventKey;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Where a client books a service for an event. */
@Path("/events/{external_event_id}/bookings")
@RunOnVirtualThread
class EventBookingsResource {
    private final BookingDesk desk;

    EventBookingsResource(BookingDesk desk) {
        this.desk = desk;
    }

    @POST
    @ResponseStatus(201)
    public BookingState book(
            @PathParam("external_event_id") String event,
            @QueryParam("partner") @Nullable String partner,
            NewBooking body) {
        return desk.book(new EventKey(event, partner), body);
    }
}
