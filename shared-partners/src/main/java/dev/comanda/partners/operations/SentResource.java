package dev.comanda.partners.operations;

import dev.comanda.partners.inbox.Fates;
import dev.comanda.web.access.Scope;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Tells a partner what became of an event that it sent us. */
@Path("/partners/{id}/sent/{event_id}")
@RolesAllowed({Scope.READ, Scope.OWN_PARTNER})
@RunOnVirtualThread
public class SentResource {
    private final Fates fates;

    SentResource(Fates fates) {
        this.fates = fates;
    }

    @GET
    public Fates.Fate sent(@PathParam("id") String id, @PathParam("event_id") String eventId) {
        return fates.find(id, eventId).orElseThrow(() -> ProblemException.notFound("event"));
    }
}
