package dev.comanda.database.queue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Tells workers that a commit left them something to do: those of this process at once, those of other replicas by a
 * NOTIFY of its own. NOTIFY inside the publishing transaction would take a lock that serialises all commits, so it is sent
 * afterwards, at most every 20 ms. A wake-up is only ever a hint: what is lost here is found by the next poll.
 */
@ApplicationScoped
public class Wakeups {
    private static final Logger LOG = Logger.getLogger(Wakeups.class);
    private static final long NOTIFY_EVERY_MILLIS = 20;

    private final AgroalDataSource dataSource;
    private final TransactionSynchronizationRegistry transactions;
    private final NotificationListener listener;
    /** Tells our own notifications from those of other replicas. */
    private final String self = UUID.randomUUID().toString();

    private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();
    private final Set<String> toNotify = ConcurrentHashMap.newKeySet();
    private final Semaphore somethingToNotify = new Semaphore(0);
    private volatile boolean open = true;

    Wakeups(
            AgroalDataSource dataSource,
            TransactionSynchronizationRegistry transactions,
            NotificationListener listener) {
        this.dataSource = dataSource;
        this.transactions = transactions;
        this.listener = listener;
    }

    /** Runs {@code wake} whenever the queue may have work; it must be quick and must not throw. */
    public void listen(String queue, Runnable wake) {
        listeners.computeIfAbsent(queue, _ -> new CopyOnWriteArrayList<>()).add(wake);
    }

    /** Wakes the queue's workers everywhere once the transaction at hand has committed; at once outside of one. */
    public void afterCommit(String queue) {
        if (transactions.getTransactionStatus() == Status.STATUS_NO_TRANSACTION) {
            wakeEverywhere(queue);
        } else if (transactions.getResource(key(queue)) == null) {
            transactions.putResource(key(queue), true);
            transactions.registerInterposedSynchronization(new Synchronization() {
                @Override
                public void beforeCompletion() {}

                @Override
                public void afterCompletion(int status) {
                    if (status == Status.STATUS_COMMITTED) {
                        wakeEverywhere(queue);
                    }
                }
            });
        }
    }

    void start(@Observes StartupEvent event) {
        Thread.ofVirtual().name("notifier").start(this::notifyOthers);
        listener.start(this::heard, this::wakeAll);
    }

    void stop(@Observes ShutdownEvent event) {
        open = false;
        somethingToNotify.release();
        listener.stop();
    }

    private void wakeEverywhere(String queue) {
        wakeHere(queue);
        if (toNotify.add(queue)) {
            somethingToNotify.release();
        }
    }

    private void wakeHere(String queue) {
        listeners.getOrDefault(queue, List.of()).forEach(Runnable::run);
    }

    /** After a reconnect nobody knows what was missed. */
    private void wakeAll() {
        listeners.keySet().forEach(this::wakeHere);
    }

    private void heard(String payload) {
        int space = payload.indexOf(' ');
        if (space > 0 && !payload.substring(space + 1).equals(self)) {
            wakeHere(payload.substring(0, space));
        }
    }

    private void notifyOthers() {
        while (open) {
            try {
                somethingToNotify.acquire();
                somethingToNotify.drainPermits();
                for (String queue : List.copyOf(toNotify)) {
                    toNotify.remove(queue);
                    send(queue + " " + self);
                }
                Thread.sleep(NOTIFY_EVERY_MILLIS);
            } catch (SQLException e) {
                LOG.debugf("other replicas were not notified: %s", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void send(String payload) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select pg_notify(?, ?)")) {
            statement.setString(1, NotificationListener.CHANNEL);
            statement.setString(2, payload);
            statement.execute();
        }
    }

    private static String key(String queue) {
        return "dev.comanda.wakeup." + queue;
    }
}
