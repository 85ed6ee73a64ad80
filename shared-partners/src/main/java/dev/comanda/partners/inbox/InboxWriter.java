package dev.comanda.partners.inbox;

import dev.comanda.database.batch.BatchLimits;
import dev.comanda.database.batch.BatchMetrics;
import dev.comanda.database.batch.GroupCommit;
import dev.comanda.database.batch.UnpooledConnections;
import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.queue.Wakeups;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Commits accepted webhooks together, so that one flush of the database's log serves all that came during the flush before
 * it. Webhooks of one partner go to one writer.
 */
@ApplicationScoped
class InboxWriter {
    static final BatchLimits LIMITS = new BatchLimits(2, 256, 1024 * 1024, 4_096, Duration.ofSeconds(5));

    private final GroupCommit<Received, Receipt> writers;
    private final InboxBatch batch;
    private final Wakeups wakeups;
    private final BatchMetrics metrics;

    @Inject
    InboxWriter(UnpooledConnections connections, Checkpoint checkpoint, Wakeups wakeups, MeterRegistry meters) {
        this(connections, checkpoint, wakeups, meters, LIMITS);
    }

    InboxWriter(
            UnpooledConnections connections,
            Checkpoint checkpoint,
            Wakeups wakeups,
            MeterRegistry meters,
            BatchLimits limits) {
        this.batch = new InboxBatch(checkpoint);
        this.wakeups = wakeups;
        this.metrics = new BatchMetrics(meters, "comanda.inbox.batch", "webhooks");
        this.writers = new GroupCommit<>(
                "inbox-writer", connections, limits, event -> event.sealedBody().length, batch, this::committed);
        metrics.watch(writers);
    }

    /** Stores the event unless it is there. What came of it is known after the commit. Never blocks. */
    CompletableFuture<Receipt> submit(Received event) {
        return writers.submit(event.partnerId(), event);
    }

    void stop(@Observes ShutdownEvent event) {
        writers.close();
    }

    private void committed(int items, long waitedNanos, long commitNanos) {
        if (batch.hasWork()) {
            wakeups.afterCommit(Inbox.QUEUE);
        }
        metrics.committed(items, waitedNanos, commitNanos);
    }
}
