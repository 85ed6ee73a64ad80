package dev.comanda.partners.inbox;

import dev.comanda.database.batch.BatchLimits;
import dev.comanda.database.batch.GroupCommit;
import dev.comanda.database.batch.UnpooledConnections;
import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.queue.Wakeups;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

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
    private final DistributionSummary sizes;
    private final Timer waits;
    private final Timer commits;

    @Inject
    InboxWriter(UnpooledConnections connections, Checkpoint checkpoint, Wakeups wakeups, MeterRegistry metrics) {
        this(connections, checkpoint, wakeups, metrics, LIMITS);
    }

    InboxWriter(
            UnpooledConnections connections,
            Checkpoint checkpoint,
            Wakeups wakeups,
            MeterRegistry metrics,
            BatchLimits limits) {
        this.batch = new InboxBatch(checkpoint);
        this.wakeups = wakeups;
        this.sizes = DistributionSummary.builder("comanda.inbox.batch.events")
                .description("webhooks committed together")
                .register(metrics);
        this.waits = Timer.builder("comanda.inbox.batch.wait")
                .description("from the arrival of a batch's first webhook to its first statement")
                .register(metrics);
        this.commits = Timer.builder("comanda.inbox.batch.commit")
                .description("from a batch's first statement to the end of its commit")
                .register(metrics);
        this.writers = new GroupCommit<>(
                "inbox-writer", connections, limits, event -> event.sealedBody().length, batch, this::committed);
        Gauge.builder("comanda.inbox.batch.waiting", writers, GroupCommit::waiting)
                .description("webhooks that wait for a writer")
                .register(metrics);
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
        sizes.record(items);
        waits.record(waitedNanos, TimeUnit.NANOSECONDS);
        commits.record(commitNanos, TimeUnit.NANOSECONDS);
    }
}
