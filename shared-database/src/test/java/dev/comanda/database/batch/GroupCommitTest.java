package dev.comanda.database.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comanda.database.queue.NoSchema;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(NoSchema.class)
@Timeout(60)
@SuppressWarnings("NullAway.Init")
final class GroupCommitTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String AT_THE_LOCK =
            "from pg_stat_activity where wait_event_type = 'Lock' and query like '%insert into written%'";

    @Inject
    UnpooledConnections connections;

    @Inject
    Jdbi jdbi;

    private final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private GroupCommit<String, Long> writes;

    @BeforeEach
    void createTable() {
        jdbi.useHandle(db -> db.execute("drop table if exists written;"
                + " create table written (word text primary key check (word <> 'bad'), tx bigint)"));
        writes = open(new BatchLimits(1, 100, 1_000, 1_000, PATIENCE));
    }

    @AfterEach
    void close() {
        writes.close();
    }

    @Test
    void commitsInOneTransactionWhatGathersDuringACommit() throws SQLException {
        List<Long> transactions = joined(whileTheWriterIsBusy(() -> submit(50)));
        assertThat(transactions.stream().distinct()).hasSize(1);
        assertThat(sizes).containsExactly(1, 50);
    }

    @Test
    void answersAfterTheCommit() throws SQLException {
        writes.submit("a", "seen").join();
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void keepsABatchWithinItsItems() throws SQLException {
        writes = reopen(new BatchLimits(1, 10, 1_000, 1_000, PATIENCE));
        joined(whileTheWriterIsBusy(() -> submit(25)));
        assertThat(sizes).containsExactly(1, 10, 10, 5);
    }

    @Test
    void keepsABatchWithinItsBytes() throws SQLException {
        writes = reopen(new BatchLimits(1, 100, 25, 1_000, PATIENCE));
        joined(whileTheWriterIsBusy(
                () -> List.of(writes.submit("a", "x".repeat(20)), writes.submit("a", "y".repeat(20)))));
        assertThat(sizes).containsExactly(1, 1, 1);
    }

    @Test
    void writesAnItemThatIsLargerThanABatch() throws SQLException {
        assertThat(writes.submit("a", "x".repeat(2_000)).join()).isPositive();
    }

    @Test
    void failsOnlyTheItemThatCannotBeWritten() throws SQLException {
        List<CompletableFuture<Long>> results = whileTheWriterIsBusy(
                () -> List.of(writes.submit("a", "good"), writes.submit("a", "bad"), writes.submit("a", "better")));
        assertThat(results.get(0).join()).isPositive();
        assertThatThrownBy(results.get(1)::join).hasCauseInstanceOf(SQLException.class);
        assertThat(results.get(2).join()).isPositive();
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void failsWhatWasInHandWhenTheConnectionIsLostAndConnectsAgain() throws SQLException {
        List<CompletableFuture<Long>> later = new ArrayList<>();
        try (Connection lock = locked()) {
            CompletableFuture<Long> first = writes.submit("a", "w0");
            awaitTheWriter();
            later.addAll(submit(5));
            jdbi.useHandle(db -> db.execute("select pg_terminate_backend(pid) " + AT_THE_LOCK));
            assertThatThrownBy(first::join).hasCauseInstanceOf(NotCommitted.class);
            lock.rollback();
        }
        assertThat(joined(later)).hasSize(5);
        assertThat(count()).isEqualTo(5);
    }

    @Test
    void refusesAtOnceWhatWouldWaitBehindTooMany() throws SQLException {
        writes = reopen(new BatchLimits(1, 10, 1_000, 2, PATIENCE));
        List<CompletableFuture<Long>> results = whileTheWriterIsBusy(() -> submit(3));
        assertThat(results.get(0).join()).isPositive();
        assertThat(results.get(1).join()).isPositive();
        assertThatThrownBy(results.get(2)::join).hasCauseInstanceOf(NotCommitted.class);
    }

    @Test
    void doesNotWriteWhatNobodyWaitsForAnyMore() throws SQLException {
        writes = reopen(new BatchLimits(1, 10, 1_000, 10, Duration.ofMillis(200)));
        List<CompletableFuture<Long>> late = whileTheWriterIsBusy(() -> {
            CompletableFuture<Long> result = writes.submit("a", "late");
            assertThatThrownBy(result::join).hasCauseInstanceOf(NotCommitted.class);
            return List.of(result);
        });
        assertThat(late).hasSize(1);
        writes.close();
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void writesWhatWaitsBeforeItCloses() throws SQLException {
        List<CompletableFuture<Long>> results = submit(200);
        writes.close();
        assertThat(joined(results)).hasSize(200);
        assertThat(count()).isEqualTo(200);
        assertThatThrownBy(writes.submit("a", "too late")::join).hasCauseInstanceOf(NotCommitted.class);
    }

    /** What {@code work} submits gathers behind a first item, which waits for a table lock. */
    private List<CompletableFuture<Long>> whileTheWriterIsBusy(Supplier<List<CompletableFuture<Long>>> work)
            throws SQLException {
        try (Connection lock = locked()) {
            assertThat(writes.submit("a", "w0")).isNotDone();
            awaitTheWriter();
            List<CompletableFuture<Long>> gathered = work.get();
            lock.rollback();
            return gathered;
        }
    }

    /** A connection whose transaction lets nobody write. */
    private Connection locked() throws SQLException {
        Connection lock = connections.openForBatches();
        try (Statement statement = lock.createStatement()) {
            statement.execute("lock table written in exclusive mode");
        }
        return lock;
    }

    private List<CompletableFuture<Long>> submit(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> writes.submit("a", "w" + i))
                .toList();
    }

    private static List<Long> joined(List<CompletableFuture<Long>> results) {
        return results.stream().map(CompletableFuture::join).toList();
    }

    private void awaitTheWriter() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline
                && jdbi.withHandle(db -> db.createQuery("select count(*) " + AT_THE_LOCK)
                                .mapTo(Integer.class)
                                .one())
                        == 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private GroupCommit<String, Long> reopen(BatchLimits limits) {
        writes.close();
        return open(limits);
    }

    private GroupCommit<String, Long> open(BatchLimits limits) {
        return new GroupCommit<>(
                "test-writer",
                connections,
                limits,
                String::length,
                GroupCommitTest::insert,
                (items, waited, took) -> sizes.add(items));
    }

    private int count() {
        return jdbi.withHandle(db -> db.createQuery("select count(*) from written")
                .mapTo(Integer.class)
                .one());
    }

    private static List<Long> insert(Connection connection, List<String> words) throws SQLException {
        List<Long> transactions = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into written select word, txid_current() from unnest(?) word returning tx")) {
            statement.setArray(1, connection.createArrayOf("text", words.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    transactions.add(rows.getLong(1));
                }
            }
        }
        return transactions;
    }
}
