package dev.comanda.payments.payment;

import dev.comanda.payments.ledger.Expected;
import dev.comanda.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;

/** Does what an operator decides about a task. Every action on a task runs through {@link #run}, in one transaction. */
@ApplicationScoped
class TaskActions {
    private final Tasks tasks;
    private final Steps steps;

    TaskActions(Tasks tasks, Steps steps) {
        this.tasks = tasks;
        this.steps = steps;
    }

    /**
     * Repeating it changes nothing.
     *
     * @throws ProblemException 404 when there is no such task, 409 when its kind does not allow the action
     */
    void run(String taskId, String word) {
        QuarkusTransaction.requiringNew().run(() -> {
            Tasks.Task task = find(taskId);
            TaskAction action = TaskAction.named(word)
                    .filter(task.actions()::contains)
                    .orElseThrow(() -> ProblemException.conflict(
                            "A task of kind " + task.kind() + " allows " + task.actions() + " only."));
            switch (action) {
                case ACCEPT -> decide(task, Expected.Decision.ACCEPTED);
                case REJECT, REFUND -> decide(task, Expected.Decision.REJECTED);
                case DONE -> {
                    tasks.done(task.id());
                    if (task.actions().contains(TaskAction.REFUND)) {
                        decide(task, Expected.Decision.KEPT);
                    }
                }
            }
        });
    }

    private Tasks.Task find(String taskId) {
        return Optional.of(taskId)
                .filter(id -> id.matches("\\d{1,18}"))
                .flatMap(id -> tasks.find(Long.parseLong(id)))
                .orElseThrow(() -> ProblemException.notFound("task"));
    }

    private void decide(Tasks.Task task, Expected.Decision decision) {
        steps.decide(Objects.requireNonNull(task.paymentId()), task.objectId(), decision);
    }
}
