package dev.comanda.payments.payment;

import dev.comanda.database.queue.QueueLoop;
import dev.comanda.database.queue.Wakeups;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Takes up operations whose caller is gone, whose outcome is unknown, or that wait to be sent. */
@ApplicationScoped
class OperationWorker {
    private static final int SLOTS = 8;

    private final QueueLoop<OperationRow> loop;

    OperationWorker(Operations operations, Calls calls, Wakeups wakeups) {
        this.loop = new QueueLoop<>(
                Operations.QUEUE,
                SLOTS,
                Duration.ofSeconds(1),
                operations::claim,
                OperationRow::operationId,
                calls::make);
        wakeups.listen(Operations.QUEUE, loop::wake);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        loop.close(Duration.ofSeconds(10));
    }
}
