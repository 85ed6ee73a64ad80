package dev.comanda.partners.delivery;

import dev.comanda.database.batch.UnpooledConnections;
import dev.comanda.partners.outbox.DeliveryQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * The dispatcher's own connection. The locks of the partners that this process serves belong to it, so a commit proves that
 * they are still held.
 *
 * <p>PostgreSQL ends a session that says nothing for {@code lease}, and its locks with it: a process that is frozen or has
 * vanished loses its partners. Such a process must not begin a call after that, so calls begin only for as long after the
 * last answer of the database as they surely end before the lease does.
 */
final class DispatchSession implements AutoCloseable {
    /** By this name the replicas find each other. */
    static final String APPLICATION = "comanda-dispatcher";

    private static final Logger LOG = Logger.getLogger(DispatchSession.class);
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final Connection connection;
    private final long trusted;
    private volatile long confirmedNanos;
    private volatile long confirmedMillis;

    private DispatchSession(Connection connection, Duration trusted) {
        this.connection = connection;
        this.trusted = trusted.toNanos();
    }

    /**
     * @param lease how long the session may say nothing
     * @param deadline of a call
     */
    static DispatchSession open(UnpooledConnections connections, Duration lease, Duration deadline)
            throws SQLException {
        long nanos = System.nanoTime();
        long millis = System.currentTimeMillis();
        Connection connection = connections.openForBatches();
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    set application_name = '%1$s';
                    set idle_session_timeout = %2$d;
                    set idle_in_transaction_session_timeout = %2$d;
                    """.formatted(APPLICATION, lease.toMillis()) + DeliveryQueue.PLANS);
            connection.commit();
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        DispatchSession session =
                new DispatchSession(connection, lease.minus(deadline).minus(MARGIN));
        session.confirmed(nanos, millis);
        return session;
    }

    Connection connection() {
        return connection;
    }

    /** Runs this in a transaction. When it fails the session must be closed: what it holds is not certain any more. */
    void inTransaction(Transaction work) throws SQLException {
        long nanos = System.nanoTime();
        long millis = System.currentTimeMillis();
        work.run(connection);
        connection.commit();
        confirmed(nanos, millis);
    }

    /** Whether a call that begins now ends before anybody else can hold its partner's lock. */
    boolean mayCall() {
        return System.nanoTime() - confirmedNanos < trusted
                && (System.currentTimeMillis() - confirmedMillis) * 1_000_000 < trusted;
    }

    /** Frees all locks. */
    @Override
    public void close() {
        confirmedNanos = System.nanoTime() - trusted;
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debugf("The dispatcher's connection was gone already: %s", e.getMessage());
        }
    }

    private void confirmed(long nanos, long millis) {
        confirmedNanos = nanos;
        confirmedMillis = millis;
    }

    /** Statements of one transaction. */
    @FunctionalInterface
    interface Transaction {
        void run(Connection db) throws SQLException;
    }
}
