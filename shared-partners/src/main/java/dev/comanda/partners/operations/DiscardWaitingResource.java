package dev.comanda.partners.operations;

import dev.comanda.partners.inbox.ReceivedRecords;
import dev.comanda.partners.registry.Partners;
import dev.comanda.web.access.Scope;
import dev.comanda.web.json.SingleLine;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Gives up the events of a partner that wait for what never comes, so that its further ones are accepted again. */
@Path("/partners/{id}/discard-waiting")
@RolesAllowed(Scope.OPERATE)
@RunOnVirtualThread
public class DiscardWaitingResource {
    private final Partners partners;
    private final ReceivedRecords received;

    DiscardWaitingResource(Partners partners, ReceivedRecords received) {
        this.partners = partners;
        this.received = received;
    }

    @POST
    public Discarded discard(@PathParam("id") String id, Discard discard) {
        if (!partners.exists(id)) {
            throw ProblemException.notFound("partner");
        }
        return new Discarded(received.discardWaiting(id, discard.reason()));
    }

    record Discard(@NotNull @SingleLine(max = 200) String reason) {}

    record Discarded(int count) {}
}
