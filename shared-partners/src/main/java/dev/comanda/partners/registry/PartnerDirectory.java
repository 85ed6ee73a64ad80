package dev.comanda.partners.registry;

import dev.comanda.database.batch.UnpooledConnections;
import dev.comanda.database.queue.Wakeups;
import dev.comanda.web.text.LogText;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The partners in memory, so that no webhook reads them from the database.
 *
 * <p>A change in this process counts from its commit on: until all partners are read again, each request reads the
 * database. A change in another replica counts after at most one second: a thread asks for the version several times a second,
 * and what no answer confirms for a second is not used. So a withdrawn secret does not live on while the database is away.
 */
@ApplicationScoped
public class PartnerDirectory {
    /** Woken after each commit that changed a partner or a secret. */
    public static final String QUEUE = "registry";

    private static final Logger LOG = Logger.getLogger(PartnerDirectory.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(200);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final PartnerSecrets secrets;
    private final RegistryRows rows;
    private final UnpooledConnections connections;
    private final Semaphore wake = new Semaphore(0);
    private final AtomicLong changes = new AtomicLong();
    private final Thread watch =
            Thread.ofPlatform().daemon().name("registry-watch").unstarted(this::watch);
    private volatile @Nullable Reading last;
    private volatile boolean closing;

    PartnerDirectory(PartnerSecrets secrets, UnpooledConnections connections, Wakeups wakeups) {
        this.secrets = secrets;
        this.rows = new RegistryRows(secrets);
        this.connections = connections;
        wakeups.listen(QUEUE, this::changed);
    }

    /** All partners as they are now, at most a second late; null while only the database can tell. Never blocks. */
    public @Nullable RegistrySnapshot current() {
        Reading reading = last;
        return reading != null && reading.isGood(changes.get(), System.nanoTime()) ? reading.snapshot() : null;
    }

    /** Who may sign as this partner now, from memory or from the database; empty for an unknown one. */
    public Optional<Signatory> signatory(String partnerId, Instant now) {
        RegistrySnapshot snapshot = current();
        return snapshot == null || snapshot.isDamaged(partnerId)
                ? secrets.signatory(partnerId, now)
                : snapshot.signatory(partnerId, now);
    }

    void start(@Observes StartupEvent event) {
        watch.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        closing = true;
        wake.release();
        watch.join(LAST_WORDS);
    }

    private void changed() {
        changes.incrementAndGet();
        wake.release();
    }

    private void watch() {
        try {
            while (!closing) {
                try (Connection connection = connections.open()) {
                    while (!closing) {
                        look(connection);
                        waitForChange(BETWEEN_LOOKS);
                    }
                } catch (SQLException | RuntimeException e) {
                    LOG.debugf("The partners are read from the database by each request: %s", LogText.of(e));
                    waitForChange(AFTER_FAILURE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Connection connection) throws SQLException {
        long now = System.nanoTime();
        long heard = changes.get();
        String version = rows.version(connection);
        Reading old = last;
        last = old != null && old.isOf(version, heard, now)
                ? old.confirmed(now)
                : new Reading(rows.read(connection), version, heard, now, now);
    }

    private void waitForChange(Duration most) throws InterruptedException {
        if (wake.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
            wake.drainPermits();
        }
    }
}
