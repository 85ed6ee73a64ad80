package dev.comanda.marketplace.booking;

import dev.comanda.marketplace.catalogue.Provider;
import dev.comanda.web.access.CurrentCaller;
import dev.comanda.web.access.Scope;
import dev.comanda.web.json.Nothing;
import dev.comanda.web.json.OptionalBody;
import dev.comanda.web.json.SingleLine;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the marketplace's people take a booking further. */
@Path("/bookings")
@RunOnVirtualThread
class BookingResource {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final BookingDesk desk;
    private final BookingViews views;
    private final CurrentCaller caller;

    BookingResource(BookingDesk desk, BookingViews views, CurrentCaller caller) {
        this.desk = desk;
        this.views = views;
        this.caller = caller;
    }

    @GET
    @Path("{booking_id}")
    @RolesAllowed({Scope.READ, Scope.STOREFRONT})
    public BookingAnswer get(@PathParam("booking_id") String booking) {
        BookingAnswer answer = views.get(known(booking));
        return caller.has(Scope.STOREFRONT) ? answer : answer.shared();
    }

    @POST
    @Path("{booking_id}/assign-provider")
    @RolesAllowed(Scope.OPERATE)
    public BookingAnswer assign(@PathParam("booking_id") String booking, Assignment body) {
        return desk.assign(known(booking), body.assignee());
    }

    @POST
    @Path("{booking_id}/confirm")
    @RolesAllowed(Scope.OPERATE)
    public BookingAnswer confirm(@PathParam("booking_id") String booking, Nothing body) {
        return desk.confirm(known(booking));
    }

    @POST
    @Path("{booking_id}/cancel")
    @RolesAllowed({Scope.STOREFRONT, Scope.OPERATE})
    public BookingAnswer cancel(@PathParam("booking_id") String booking, Cancellation body) {
        return desk.cancel(known(booking), body.reason());
    }

    private static String known(String bookingId) {
        if (!ID.matcher(bookingId).matches()) {
            throw ProblemException.invalid("booking_id", "Must be 1 to 64 letters, digits, hyphens or underscores.");
        }
        return bookingId;
    }

    record Assignment(
            @NotNull @SingleLine(max = 200) String name,
            @NotNull @SingleLine(max = 50) String phone,
            @Email @SingleLine(max = 200) @Nullable String email) {
        Assignee assignee() {
            return new Assignee(new Provider(name, phone), email);
        }
    }

    @OptionalBody
    record Cancellation(@SingleLine(max = 500) @Nullable String reason) {}
}
