package dev.comanda.database.queue;

import dev.comanda.database.batch.UnpooledConnections;
import io.agroal.api.AgroalDataSource;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Tells queues that something was committed for them: those of this process at once, those of other replicas through
 * PostgreSQL. A wake-up may get lost (a connection breaks), so every queue polls as well; it never comes before the
 * commit, so whoever is woken sees what was written.
 */
@ApplicationScoped
public class Wakeups {
    private static final Logger LOG = Logger.getLogger(Wakeups.class);

    private final TransactionSynchronizationRegistry transactions;
    private final Replicas replicas;
    private final Map<String, Set<Runnable>> listeners = new ConcurrentHashMap<>();

    Wakeups(
            TransactionSynchronizationRegistry transactions,
            AgroalDataSource dataSource,
            UnpooledConnections connections) {
        this.transactions = transactions;
        this.replicas = new Replicas(dataSource, connections, this::wakeHere, this::wakeAllHere);
    }

    /**
     * Wakes the queue's listeners everywhere once the current transaction has committed; never if it rolls back; at once
     * if there is none.
     *
     * @param queue 1 to 60 characters of {@code [a-z0-9_-]}
     */
    public void afterCommit(String queue) {
        switch (transactions.getTransactionStatus()) {
            case Status.STATUS_NO_TRANSACTION, Status.STATUS_COMMITTED -> wakeEverywhere(queue);
            case Status.STATUS_ACTIVE, Status.STATUS_PREPARING -> {
                Object key = "dev.comanda.wakeups." + queue;
                if (transactions.getResource(key) == null) {
                    transactions.putResource(key, queue);
                    transactions.registerInterposedSynchronization(new AfterCommit(queue));
                }
            }
            default -> LOG.debugf("No wake-up of %s: its transaction will not commit", queue);
        }
    }

    /**
     * Runs {@code wake} after each commit for the queue, here or in another replica, and whenever some may have been
     * missed. It must return at once: it runs on the committing thread. Closing the answer ends it.
     */
    public AutoCloseable listen(String queue, Runnable wake) {
        Set<Runnable> ofQueue = listeners.computeIfAbsent(queue, _ -> ConcurrentHashMap.newKeySet());
        ofQueue.add(wake);
        replicas.hear();
        return () -> ofQueue.remove(wake);
    }

    @PreDestroy
    void close() {
        replicas.close();
    }

    private void wakeEverywhere(String queue) {
        wakeHere(queue);
        replicas.tell(queue);
    }

    private void wakeHere(String queue) {
        listeners.getOrDefault(queue, Set.of()).forEach(Wakeups::run);
    }

    private void wakeAllHere() {
        listeners.values().forEach(ofQueue -> ofQueue.forEach(Wakeups::run));
    }

    private static void run(Runnable wake) {
        try {
            wake.run();
        } catch (RuntimeException e) {
            LOG.warnf("A wake-up failed: %s", e);
        }
    }

    private final class AfterCommit implements Synchronization {
        private final String queue;

        AfterCommit(String queue) {
            this.queue = queue;
        }

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                wakeEverywhere(queue);
            }
        }
    }
}
