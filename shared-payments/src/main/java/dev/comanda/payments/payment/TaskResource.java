package dev.comanda.payments.payment;

import dev.comanda.web.access.Scope;
import dev.comanda.web.json.Nothing;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What waits for a person. */
@Path("/payments/tasks")
@RunOnVirtualThread
public class TaskResource {
    private static final int PAGE = 1000;

    private final Tasks tasks;
    private final TaskActions actions;

    TaskResource(Tasks tasks, TaskActions actions) {
        this.tasks = tasks;
        this.actions = actions;
    }

    @GET
    @RolesAllowed({Scope.READ, Scope.PAYMENTS, Scope.OPERATE})
    public TaskList list(@QueryParam("payment_id") @Nullable String paymentId) {
        return new TaskList(tasks.open(paymentId == null ? null : PaymentResource.known(paymentId), PAGE));
    }

    /** These three decide about money; closing a task does not move any. */
    @POST
    @Path("/{task_id}/{action: accept|reject|refund}")
    @RolesAllowed(Scope.PAYMENTS)
    public TaskList act(@PathParam("task_id") String id, @PathParam("action") String action, Nothing body) {
        actions.run(id, action);
        return list(null);
    }

    @POST
    @Path("/{task_id}/done")
    @RolesAllowed({Scope.PAYMENTS, Scope.OPERATE})
    public TaskList done(@PathParam("task_id") String id, Nothing body) {
        actions.run(id, TaskAction.DONE.word());
        return list(null);
    }

    record TaskList(List<Tasks.Task> tasks) {}
}
