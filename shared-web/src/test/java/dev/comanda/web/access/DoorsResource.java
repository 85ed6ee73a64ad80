package dev.comanda.web.access;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** One door of each kind. */
@Path("/doors")
@Produces(MediaType.TEXT_PLAIN)
@RunOnVirtualThread
public class DoorsResource {
    @GET
    public String operators() {
        return "operator";
    }

    @GET
    @Path("open")
    @Open
    public String open() {
        return "open";
    }

    @GET
    @Path("{id}/status")
    @PartnerOwn
    public String own(@PathParam("id") String id) {
        return id;
    }

    @POST
    @Path("{id}/pause")
    public String pause(@PathParam("id") String id) {
        return id;
    }

    /** Open as a whole. */
    @Path("/hall")
    @Produces(MediaType.TEXT_PLAIN)
    @Open
    public static class Hall {
        @GET
        public String hall() {
            return "hall";
        }
    }
}
