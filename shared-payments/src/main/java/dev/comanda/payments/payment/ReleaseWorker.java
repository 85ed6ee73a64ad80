package dev.comanda.payments.payment;

import dev.comanda.database.queue.QueueLoop;
import dev.comanda.database.queue.Wakeups;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Plans what becomes of payments that were just released. */
@ApplicationScoped
class ReleaseWorker {
    private final QueueLoop<String> loop;

    ReleaseWorker(Releases releases, PaymentBook book, Wakeups wakeups) {
        this.loop = new QueueLoop<>(
                Releases.QUEUE,
                4,
                Duration.ofSeconds(1),
                releases::due,
                paymentId ->
                        QuarkusTransaction.requiringNew().run(() -> book.refold(paymentId, "release", "released")));
        wakeups.listen(Releases.QUEUE, loop::wake);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        loop.close(Duration.ofSeconds(10));
    }
}
