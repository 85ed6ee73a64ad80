package dev.comanda.payments.payment;

import dev.comanda.web.access.Scope;
import dev.comanda.web.json.Nothing;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;

/** What waits for a person. */
@Path("/payments/tasks")
@RunOnVirtualThread
public class TaskResource {
    private static final int PAGE = 200;

    private final Tasks tasks;
    private final TaskActions actions;

    TaskResource(Tasks tasks, TaskActions actions) {
        this.tasks = tasks;
        this.actions = actions;
    }

    @GET
    @RolesAllowed({Scope.READ, Scope.PAYMENTS, Scope.OPERATE})
    public TaskList list() {
        return new TaskList(tasks.open(PAGE));
    }

    @POST
    @Path("/{task_id}/{action: accept|reject|refund|done}")
    @RolesAllowed({Scope.PAYMENTS, Scope.OPERATE})
    public TaskList act(@PathParam("task_id") String id, @PathParam("action") String action, Nothing body) {
        actions.run(id, action);
        return list();
    }

    record TaskList(List<Tasks.Task> tasks) {}
}
