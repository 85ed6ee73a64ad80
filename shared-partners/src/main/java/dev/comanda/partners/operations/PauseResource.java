package dev.comanda.partners.operations;

import dev.comanda.partners.registry.Pauses;
import dev.comanda.web.access.Scope;
import dev.comanda.web.json.Nothing;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Stops a partner's stream in both directions; its events are kept. */
@Path("/partners/{id}/pause")
@RolesAllowed(Scope.OPERATE)
@RunOnVirtualThread
public class PauseResource {
    private final Pauses pauses;

    PauseResource(Pauses pauses) {
        this.pauses = pauses;
    }

    @POST
    public Paused pause(@PathParam("id") String id, Nothing body) {
        if (!pauses.pause(id)) {
            throw ProblemException.notFound("partner");
        }
        return new Paused(id, "paused");
    }

    record Paused(String partnerId, String status) {}
}
