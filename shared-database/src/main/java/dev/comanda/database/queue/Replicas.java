package dev.comanda.database.queue;

import dev.comanda.database.batch.UnpooledConnections;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * The line between replicas: PostgreSQL's NOTIFY on one channel, with {@code queue@replica} as payload, so that a replica
 * does not answer to its own voice.
 *
 * <p>NOTIFY is a statement of its own, at most one per queue in 20 ms: inside the publishing transaction it would make all
 * commits of the database wait for one another. LISTEN has a connection outside the pool, which is replaced when it
 * breaks; whatever was said meanwhile is made up for by waking every queue.
 */
final class Replicas implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Replicas.class);
    private static final String CHANNEL = "comanda";
    private static final Duration BETWEEN_NOTIFIES = Duration.ofMillis(20);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** A connection that says nothing for this long is asked whether it still lives. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final AgroalDataSource dataSource;
    private final UnpooledConnections connections;
    private final Consumer<String> heard;
    private final Runnable maybeMissed;
    private final String self = UUID.randomUUID().toString();
    private final Set<String> toTell = ConcurrentHashMap.newKeySet();
    private final Semaphore something = new Semaphore(0);
    private final AtomicBoolean telling = new AtomicBoolean();
    private final AtomicBoolean hearing = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable Connection line;

    Replicas(
            AgroalDataSource dataSource,
            UnpooledConnections connections,
            Consumer<String> heard,
            Runnable maybeMissed) {
        this.dataSource = dataSource;
        this.connections = connections;
        this.heard = heard;
        this.maybeMissed = maybeMissed;
    }

    /** Lets the others know, soon, and never by the caller's connection. */
    void tell(String queue) {
        if (toTell.add(queue)) {
            something.release();
        }
        if (telling.compareAndSet(false, true)) {
            Thread.ofVirtual().name("wakeups-tell").start(this::keepTelling);
        }
    }

    /** Begins to hear the others, at the first call. */
    void hear() {
        if (hearing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("wakeups-hear").start(this::keepHearing);
        }
    }

    @Override
    public void close() {
        closed = true;
        something.release();
        Connection open = line;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debugf("The listening connection was gone already: %s", e.getMessage());
            }
        }
    }

    private void keepTelling() {
        try {
            while (!closed) {
                something.acquire();
                something.drainPermits();
                Set<String> queues = Set.copyOf(toTell);
                // Removed before they are told: a commit from here on is told again.
                toTell.removeAll(queues);
                notifyOthers(queues);
                Thread.sleep(BETWEEN_NOTIFIES);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void notifyOthers(Set<String> queues) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement notify = connection.prepareStatement("select pg_notify(?, ?)")) {
            for (String queue : queues) {
                notify.setString(1, CHANNEL);
                notify.setString(2, queue + "@" + self);
                notify.execute();
            }
        } catch (SQLException e) {
            LOG.debugf("Other replicas find %s by polling: %s", queues, e.getMessage());
        }
    }

    private void keepHearing() {
        Duration pause = FIRST_PAUSE;
        while (!closed) {
            try (Connection connection = connections.open()) {
                line = connection;
                try (Statement statement = connection.createStatement()) {
                    statement.execute("listen " + CHANNEL);
                    pause = FIRST_PAUSE;
                    maybeMissed.run();
                    while (!closed) {
                        hearOnce(connection.unwrap(PGConnection.class), statement);
                    }
                }
            } catch (SQLException e) {
                if (!closed) {
                    LOG.warnf("Not hearing other replicas, next try in %s: %s", pause, e.getMessage());
                    pause = restAfterFailure(pause);
                }
            }
        }
    }

    private void hearOnce(PGConnection connection, Statement statement) throws SQLException {
        PGNotification[] notifications = connection.getNotifications((int) SILENCE.toMillis());
        if (notifications == null || notifications.length == 0) {
            statement.execute("select 1");
            return;
        }
        for (PGNotification notification : notifications) {
            String[] said = notification.getParameter().split("@", 2);
            if (said.length == 1 || !said[1].equals(self)) {
                heard.accept(said[0]);
            }
        }
    }

    private static Duration restAfterFailure(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Duration longer = pause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }
}
