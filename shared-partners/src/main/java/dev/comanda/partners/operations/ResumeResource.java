package dev.comanda.partners.operations;

import dev.comanda.database.queue.Wakeups;
import dev.comanda.partners.outbox.Outbox;
import dev.comanda.partners.outbox.Redelivery;
import dev.comanda.partners.registry.Partners;
import dev.comanda.partners.registry.Pauses;
import dev.comanda.web.access.Scope;
import dev.comanda.web.json.Nothing;
import dev.comanda.web.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Sends on what was kept, in order, and with it what had died since the partner last accepted anything. */
@Path("/partners/{id}/resume")
@RolesAllowed(Scope.OPERATE)
@RunOnVirtualThread
public class ResumeResource {
    private final Partners partners;
    private final Pauses pauses;
    private final Redelivery redelivery;
    private final Wakeups wakeups;

    ResumeResource(Partners partners, Pauses pauses, Redelivery redelivery, Wakeups wakeups) {
        this.partners = partners;
        this.pauses = pauses;
        this.redelivery = redelivery;
        this.wakeups = wakeups;
    }

    @POST
    @Transactional
    public Resumed resume(@PathParam("id") String id, Nothing body) {
        if (!partners.hold(id)) {
            throw ProblemException.notFound("partner");
        }
        int revived = redelivery.revive(id);
        redelivery.hasten(id);
        pauses.resume(id);
        wakeups.afterCommit(Outbox.QUEUE);
        return new Resumed(id, "active", revived);
    }

    /** {@code revived} counts the dead deliveries that live again. */
    record Resumed(String partnerId, String status, int revived) {}
}
