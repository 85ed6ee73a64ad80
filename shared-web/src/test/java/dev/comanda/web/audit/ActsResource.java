package dev.comanda.web.audit;

import dev.comanda.web.access.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;

/** Acts that leave a row, or should not. */
@Path("/acts/{object}")
@RolesAllowed(Scope.OPERATE)
@RunOnVirtualThread
public class ActsResource {
    private final Audit audit;

    ActsResource(Audit audit) {
        this.audit = audit;
    }

    @POST
    @Path("paint")
    @Transactional
    public void paint(@PathParam("object") String object) {
        audit.record("wall.paint", object, "it was grey", Map.of("color", "grey"), Map.of("color", "green"));
    }

    @POST
    @Path("knock")
    @Transactional
    public void knock(@PathParam("object") String object) {
        audit.record("wall.knock", object, null, null, null);
    }

    @POST
    @Path("fail")
    @Transactional
    public void fail(@PathParam("object") String object) {
        audit.record("wall.paint", object, null, null, null);
        throw new IllegalStateException("after the row was written");
    }

    @POST
    @Path("loose")
    public void loose(@PathParam("object") String object) {
        audit.record("wall.paint", object, null, null, null);
    }
}
