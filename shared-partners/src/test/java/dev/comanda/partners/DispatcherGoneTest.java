package dev.comanda.partners;

import static dev.comanda.partners.Engine.attempts;
import static dev.comanda.partners.Engine.await;
import static dev.comanda.partners.Engine.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.batch.UnpooledConnections;
import dev.comanda.partners.outbox.Attempt;
import dev.comanda.partners.outbox.CallResult;
import dev.comanda.partners.outbox.Delivery;
import dev.comanda.partners.outbox.DeliveryQueue;
import dev.comanda.partners.outbox.DeliveryRecorder;
import dev.comanda.partners.outbox.Room;
import dev.comanda.partners.outbox.Settlement;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in hand when a dispatcher dies, or only its connection does. */
@QuarkusTest
class DispatcherGoneTest {
    private static final String LOCK = "select pg_advisory_lock(hashtext('comanda.dispatch'), hashtext('served'))";

    @Inject
    Engine engine;

    @Inject
    ShiftedClock clock;

    @Inject
    UnpooledConnections connections;

    private PartnerServer server;

    @BeforeEach
    void registerAPartner() throws Exception {
        server = new PartnerServer();
        Senders.register("served", server.url());
    }

    @AfterEach
    void removeIt() {
        engine.tidy("served");
        server.close();
    }

    @Test
    void anotherTakesOverAndTheLateRecordChangesNothing() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        server.answer(_ -> server.calls().size() == 1 ? afterwards(late, 500) : 200);
        engine.tell("served", "slow");
        await(() -> server.calls().size() == 1);
        engine.afterAnotherLook();
        assertThat(server.calls()).as("served").hasSize(1);

        try (Connection other = connections.openForBatches();
                ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> locked = background.submit(() -> {
                try (Statement statement = other.createStatement()) {
                    return statement.execute(LOCK);
                }
            });
            await(() -> engine.count("select count(*) from pg_locks where locktype = 'advisory' and not granted") == 1);
            engine.cutDispatchers();
            locked.get();
            sendAsAnotherReplica(other);
        }
        assertThat(engine.status("served", "delivered")).isEqualTo(1);
        Map<String, Object> recorded = withoutNulls(attempts("served").getFirst());
        late.countDown();
        engine.afterAnotherLook();
        assertThat(engine.status("served", "delivered")).isEqualTo(1);
        assertThat(attempts("served")).hasSize(1);
        assertThat(withoutNulls(attempts("served").getFirst()))
                .isEqualTo(recorded)
                .containsEntry("status", 200);
        assertThat(engine.count("select failures_in_row from partner where id = 'served'"))
                .isZero();
        assertThat(engine.count("select pending from lane where partner_id = 'served'"))
                .isZero();
    }

    /** As a process that was killed between two transactions leaves it. */
    @Test
    void whatADeadProcessHadInHandIsSentOnceItsSessionIsGone() throws Exception {
        Engine.post("/partners/served/pause").statusCode(200);
        engine.afterAnotherLook();
        try (Connection dead = connections.openForBatches();
                Statement statement = dead.createStatement()) {
            await(() -> engine.cutDispatchers() >= 0 && holds(statement));
            engine.tell("served", "orphan");
            Engine.post("/partners/served/resume").statusCode(200);
            engine.afterAnotherLook();
            assertThat(server.calls()).isEmpty();
        }
        await(() -> engine.status("served", "delivered") == 1);
        assertThat(server.calls()).hasSize(1);
    }

    /** The calls go on without the connection, and what they came to is recorded by the next one. */
    @Test
    void aCutConnectionRepeatsNoCallOfAProcessThatLivesAndLeavesNoGap() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        server.answer(_ -> afterwards(answers, 200));
        String[] partners = names("cut-", 7);
        for (String partner : partners) {
            Senders.register(partner, server.url());
            engine.tell(partner, names("c-", 14));
        }
        engine.tell("served", names("c-", 14));
        await(() -> server.calls().size() == 64);
        assertThat(engine.cutDispatchers()).isPositive();
        await(() -> engine.count("select count(*) from pg_stat_activity where application_name = 'comanda-dispatcher'")
                > 0);
        answers.countDown();
        await(() -> engine.count("select count(*) from delivery where status = 'delivered'") == 112);
        assertThat(server.calls()).hasSize(112);
        Map<String, Set<String>> eventsOfSequence = new HashMap<>();
        server.calls()
                .forEach(call -> eventsOfSequence
                        .computeIfAbsent(call.header("comanda-sequence"), _ -> new HashSet<>())
                        .add(call.header("webhook-id")));
        assertThat(eventsOfSequence).hasSize(14);
        assertThat(eventsOfSequence.values()).allMatch(events -> events.size() == 8);
        engine.tidy(partners);
    }

    private void sendAsAnotherReplica(Connection db) throws Exception {
        Delivery head = new DeliveryQueue(db)
                .heads(List.of(new Room("served", 1, 1)), List.of(), clock.instant())
                .getFirst();
        Attempt attempt =
                new Attempt(clock.instant(), Duration.ofMillis(1), 200, null, "127.0.0.1", new byte[0], false);
        new DeliveryRecorder(db)
                .record(List.of(new CallResult(head, attempt, new Settlement.Delivered())), clock.instant());
        db.commit();
    }

    private static boolean holds(Statement statement) {
        try (var row = statement.executeQuery(LOCK.replace("pg_advisory_lock", "pg_try_advisory_lock"))) {
            row.next();
            return row.getBoolean(1);
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static int afterwards(CountDownLatch latch, int status) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return status;
    }

    private static Map<String, Object> withoutNulls(Map<String, Object> map) {
        Map<String, Object> copy = new HashMap<>(map);
        copy.values().removeIf(value -> value == null);
        return copy;
    }
}
