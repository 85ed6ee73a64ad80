package dev.comanda.partners.refused;

import dev.comanda.web.text.LogText;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes refused webhooks beside the requests, so that a flood of them costs the others nothing: at most 1,000 wait in
 * memory, one writer stores at most 100 a second, and the rest is dropped and counted.
 */
@ApplicationScoped
public class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);
    private static final int MOST_WAITING = 1_000;
    private static final int BATCH = 100;
    private static final Duration PACE = Duration.ofMillis(10);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final RefusedRecords records;
    private final Counter dropped;
    private final BlockingQueue<RefusedWebhook> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private volatile boolean closing;
    private @Nullable Thread writer;

    Refusals(RefusedRecords records, MeterRegistry metrics) {
        this.records = records;
        this.dropped = Counter.builder("comanda.refused.dropped")
                .description("refused webhooks that were not recorded")
                .register(metrics);
    }

    /** Records it after the answer to this request is sent. Never blocks. */
    public void add(RoutingContext request, RefusedWebhook refused) {
        request.addEndHandler(_ -> {
            if (!waiting.offer(refused)) {
                dropped.increment();
            }
        });
    }

    void start(@Observes StartupEvent event) {
        writer = Thread.ofVirtual().name("refused-webhooks").start(this::write);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        closing = true;
        if (writer != null) {
            writer.join(LAST_WORDS);
        }
    }

    private void write() {
        try {
            while (!closing || !waiting.isEmpty()) {
                RefusedWebhook first = waiting.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<RefusedWebhook> batch = new ArrayList<>(List.of(first));
                    waiting.drainTo(batch, BATCH - 1);
                    store(batch);
                    Thread.sleep(closing ? Duration.ZERO : PACE.multipliedBy(batch.size()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void store(List<RefusedWebhook> batch) {
        try {
            records.store(batch);
        } catch (RuntimeException e) {
            dropped.increment(batch.size());
            LOG.warnf("%d refused webhooks were not recorded: %s", batch.size(), LogText.of(e));
        }
    }
}
