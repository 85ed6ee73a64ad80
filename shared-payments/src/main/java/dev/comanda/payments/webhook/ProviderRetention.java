package dev.comanda.payments.webhook;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;

/**
 * Removes raw bodies after 31 days: a provider lists undelivered events for 30 (Stripe, "List all events"). The rows stay:
 * their ids keep a late duplicate from counting again.
 */
@ApplicationScoped
class ProviderRetention {
    private static final Duration KEPT = Duration.ofDays(31);
    private static final int BATCH = 500;

    private final Jdbi jdbi;
    private final InstantSource clock;

    ProviderRetention(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    @Scheduled(every = "30m", delayed = "3m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        int removed;
        do {
            removed = jdbi.withHandle(db -> db.execute("""
                    update provider_event set body = null, body_key = null where id = any(array(
                        select id from provider_event
                         where received_at < ? and body is not null and next_attempt_at is null limit ?))
                    """, clock.instant().minus(KEPT), BATCH));
        } while (removed == BATCH);
    }
}
