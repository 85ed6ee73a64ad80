package dev.comanda.payments.payment;

import dev.comanda.web.access.Scope;
import dev.comanda.web.json.Nothing;
import dev.comanda.web.problem.ProblemException;
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

    TaskResource(Tasks tasks) {
        this.tasks = tasks;
    }

    @GET
    @RolesAllowed({Scope.READ, Scope.PAYMENTS, Scope.OPERATE})
    public TaskList list() {
        return new TaskList(tasks.open(PAGE));
    }

    @POST
    @Path("/{task_id}/done")
    @RolesAllowed({Scope.PAYMENTS, Scope.OPERATE})
    public TaskList done(@PathParam("task_id") String id, Nothing body) {
        if (!id.matches("\\d{1,18}") || !tasks.done(Long.parseLong(id))) {
            throw ProblemException.notFound("task");
        }
        return list();
    }

    record TaskList(List<Tasks.Task> tasks) {}
}
