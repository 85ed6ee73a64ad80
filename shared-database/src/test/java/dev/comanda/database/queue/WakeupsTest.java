package dev.comanda.database.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.batch.UnpooledConnections;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(NoSchema.class)
@Timeout(60)
@SuppressWarnings("NullAway.Init")
final class WakeupsTest {
    @Inject
    AgroalDataSource dataSource;

    @Inject
    UnpooledConnections connections;

    @Inject
    TransactionSynchronizationRegistry transactions;

    @Inject
    Jdbi jdbi;

    private Wakeups here;
    private Wakeups there;
    private final Semaphore wokenHere = new Semaphore(0);
    private final Semaphore wokenThere = new Semaphore(0);

    @BeforeEach
    void startTwoReplicas() throws InterruptedException {
        here = new Wakeups(transactions, dataSource, connections);
        there = new Wakeups(transactions, dataSource, connections);
        here.listen("outbox", wokenHere::release);
        there.listen("outbox", wokenThere::release);
        // Each wakes everything once its line is up.
        assertThat(wokenHere.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(wokenThere.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void stopBoth() {
        here.close();
        there.close();
    }

    @Test
    void wakesHereAndInTheOtherReplicaAfterTheCommitAndNotBefore() throws InterruptedException {
        QuarkusTransaction.requiringNew().run(() -> {
            here.afterCommit("outbox");
            here.afterCommit("outbox");
            assertThat(wokenHere.availablePermits()).isZero();
        });
        assertThat(wokenHere.availablePermits()).isEqualTo(1);
        assertThat(wokenThere.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void listensWithTheLimitsOfThePool() throws Exception {
        for (String limit : List.of("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")) {
            try (Connection line = connections.open();
                    ResultSet shown = line.createStatement().executeQuery("show " + limit)) {
                assertThat(shown.next()).isTrue();
                String ofThePool = jdbi.withHandle(db ->
                        db.createQuery("show " + limit).mapTo(String.class).one());
                assertThat(shown.getString(1)).isEqualTo(ofThePool).isNotEqualTo("0");
            }
        }
    }

    @Test
    void wakesNobodyAfterARollback() throws InterruptedException {
        QuarkusTransaction.begin();
        here.afterCommit("outbox");
        QuarkusTransaction.rollback();
        assertThat(wokenHere.availablePermits()).isZero();

        // The other replica hears this, the next thing said, and nothing before it.
        here.afterCommit("outbox");
        assertThat(wokenHere.drainPermits()).isEqualTo(1);
        assertThat(wokenThere.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(wokenThere.availablePermits()).isZero();
    }

    @Test
    void wakesOnlyTheQueueItIsToldOf() throws InterruptedException {
        Semaphore inbox = new Semaphore(0);
        there.listen("inbox", inbox::release);
        here.afterCommit("outbox");
        here.afterCommit("inbox");
        assertThat(inbox.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(inbox.availablePermits()).isZero();
    }

    @Test
    void tellsTheOthersOfManyCommitsInFewWords() throws InterruptedException {
        int commits = 2_000;
        long begun = System.nanoTime();
        for (int commit = 0; commit < commits; commit++) {
            here.afterCommit("outbox");
        }
        Semaphore last = new Semaphore(0);
        there.listen("last", last::release);
        here.afterCommit("last");
        assertThat(last.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        long periods = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) / 20;
        assertThat(wokenHere.availablePermits()).isEqualTo(commits);
        assertThat(wokenThere.availablePermits()).isBetween(1, (int) periods + 2);
    }

    @Test
    void doesNotAnswerToItsOwnVoice() throws InterruptedException {
        here.afterCommit("outbox");
        assertThat(wokenThere.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        Semaphore heardAfterwards = new Semaphore(0);
        here.listen("marker", heardAfterwards::release);
        there.afterCommit("marker");
        assertThat(heardAfterwards.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(wokenHere.availablePermits()).isEqualTo(1);
    }

    @Test
    void hearsAgainAfterItsConnectionIsTerminatedAndMakesUpForWhatItMissed() throws InterruptedException {
        int ended = jdbi.withHandle(
                handle -> handle.select("""
                        select count(pg_terminate_backend(pid)) from pg_stat_activity
                        where query = 'listen comanda'""").mapTo(Integer.class).one());
        assertThat(ended).isGreaterThanOrEqualTo(2);
        assertThat(wokenThere.tryAcquire(10, TimeUnit.SECONDS)).isTrue();

        here.afterCommit("outbox");
        assertThat(wokenThere.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void leavesNoConnectionBehindWhenItStops() throws Exception {
        here.close();
        there.close();
        while (jdbi.withHandle(
                        handle -> handle.select("select count(*) from pg_stat_activity where query = 'listen comanda'")
                                .mapTo(Integer.class)
                                .one())
                > 0) {
            Thread.onSpinWait();
        }
        here.afterCommit("outbox");
        assertThat(wokenHere.availablePermits()).isEqualTo(1);
    }
}
