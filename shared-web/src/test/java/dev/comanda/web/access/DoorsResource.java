package dev.comanda.web.access;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.Cache;

/** One door of each kind. */
@Path("/doors")
@Produces(MediaType.TEXT_PLAIN)
@RunOnVirtualThread
public class DoorsResource {
    private final CurrentCaller caller;

    DoorsResource(CurrentCaller caller) {
        this.caller = caller;
    }

    @GET
    @RolesAllowed(Scope.READ)
    public String operators() {
        return caller.name();
    }

    @GET
    @Path("undecided")
    public String undecided() {
        return "undecided";
    }

    @GET
    @Path("kept")
    @PermitAll
    @Cache(maxAge = 60)
    public String kept() {
        return "kept";
    }

    @GET
    @Path("address")
    @PermitAll
    public String address() {
        return String.valueOf(caller.address());
    }

    @GET
    @Path("open")
    @PermitAll
    public String open() {
        return "open";
    }

    @GET
    @Path("{id}/status")
    @RolesAllowed({Scope.READ, Scope.OWN_PARTNER})
    public String own(@PathParam("id") String id) {
        return id;
    }

    @POST
    @Path("{id}/pause")
    @RolesAllowed(Scope.OPERATE)
    public String pause(@PathParam("id") String id) {
        return id;
    }

    /** Open as a whole. */
    @Path("/hall")
    @Produces(MediaType.TEXT_PLAIN)
    @PermitAll
    public static class Hall {
        @GET
        public String hall() {
            return "hall";
        }
    }
}
