package dev.comanda.web.audit;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** Removes the rows of the trail that have been kept long enough, a small batch in each transaction. */
@ApplicationScoped
class AuditRetention {
    static final int BATCH = 1_000;
    private static final Logger LOG = Logger.getLogger(AuditRetention.class);

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final AuditConfig config;

    AuditRetention(Jdbi jdbi, InstantSource clock, AuditConfig config) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.config = config;
    }

    @Scheduled(every = "1h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        Instant before = clock.instant().minus(config.retention());
        int removed = 0;
        int batch;
        do {
            batch = jdbi.withHandle(db -> db.createUpdate("""
                            delete from audit where id = any(array(select id from audit where at < :before limit :batch))
                            """)
                    .bind("before", before)
                    .bind("batch", BATCH)
                    .execute());
            removed += batch;
        } while (batch == BATCH);
        if (removed > 0) {
            LOG.infof("audit: %d rows before %s removed", removed, before);
        }
    }
}
