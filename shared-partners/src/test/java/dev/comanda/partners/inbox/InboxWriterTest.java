package dev.comanda.partners.inbox;

import static dev.comanda.partners.Engine.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comanda.database.batch.BatchLimits;
import dev.comanda.database.batch.NotCommitted;
import dev.comanda.database.batch.UnpooledConnections;
import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.queue.Wakeups;
import dev.comanda.partners.Engine;
import dev.comanda.partners.Senders;
import dev.comanda.partners.wire.Hashes;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each writer of the tests is one of a replica of its own. */
@QuarkusTest
class InboxWriterTest {
    @Inject
    Engine engine;

    @Inject
    UnpooledConnections connections;

    @Inject
    Checkpoint checkpoint;

    @Inject
    Wakeups wakeups;

    @Inject
    AgroalDataSource dataSource;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<InboxWriter> open = new ArrayList<>();

    @BeforeEach
    void registerTwo() {
        Senders.register("many", "http://127.0.0.1:9/nowhere");
        Senders.register("more", "http://127.0.0.1:9/nowhere");
    }

    @AfterEach
    void removeThem() {
        open.forEach(writer -> writer.stop(new ShutdownEvent()));
        engine.tidy("many", "more");
        engine.execute("delete from inbound_copy where partner_id in ('many', 'more')");
    }

    @Test
    void copiesWithinOneCommitAreToldApart() throws Exception {
        InboxWriter writer = writer(1, 100);
        List<CompletableFuture<Receipt>> all = new ArrayList<>();
        inOneBatch(writer, () -> {
            all.add(writer.submit(event("many", "c1", "a")));
            all.add(writer.submit(event("many", "c1", "a")));
            all.add(writer.submit(event("many", "c1", "b")));
            all.add(writer.submit(event("more", "c1", "b")));
            all.add(writer.submit(event("nobody", "c1", "b")));
            all.add(writer.submit(withoutRoom("many", "c1", "a")));
            all.add(writer.submit(withoutRoom("many", "c2", "a")));
        });
        assertThat(receipts(all))
                .containsExactly(
                        Receipt.ACCEPTED,
                        Receipt.DUPLICATE,
                        Receipt.CONFLICTING,
                        Receipt.ACCEPTED,
                        Receipt.UNKNOWN_PARTNER,
                        Receipt.DUPLICATE,
                        Receipt.TOO_MANY_OPEN);
        assertThat(engine.count("select copies from inbound_copy where partner_id = 'many' and event_id = 'c1'"))
                .isEqualTo(3);
        assertThat(writer.submit(event("many", "c1", "b")).get()).isEqualTo(Receipt.CONFLICTING);
        assertThat(writer.submit(event("many", "c1", "a")).get()).isEqualTo(Receipt.DUPLICATE);
        assertThat(engine.count("select copies from inbound_copy where partner_id = 'many' and event_id = 'c1'"))
                .isEqualTo(4);
    }

    @Test
    void aRowThatCannotBeWrittenFailsAlone() throws Exception {
        InboxWriter writer = writer(1, 100);
        List<CompletableFuture<Receipt>> all = new ArrayList<>();
        List<CompletableFuture<Receipt>> bad = new ArrayList<>();
        inOneBatch(writer, () -> {
            all.add(writer.submit(event("many", "b1", "a")));
            bad.add(writer.submit(event("many", "b2" + "x".repeat(80), "a")));
            all.add(writer.submit(event("many", "b3", "a")));
        });
        assertThat(receipts(all)).containsOnly(Receipt.ACCEPTED);
        assertThatThrownBy(bad.getFirst()::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SQLException.class);
        assertThat(writer.submit(event("many", "b4", "a")).get()).isEqualTo(Receipt.ACCEPTED);
    }

    /** Two replicas that insert the same events in opposite order would each wait for the other. */
    @Test
    void theSameEventsInOppositeOrderOnTwoReplicasAreEachStoredOnce() throws Exception {
        InboxWriter one = writer(1, 10_000);
        InboxWriter two = writer(1, 10_000);
        int events = 3_000;
        List<CompletableFuture<Receipt>> all = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            all.add(one.submit(event("many", "o" + i, "a")));
            all.add(two.submit(event("many", "o" + (events - 1 - i), "a")));
        }
        List<Receipt> receipts = receipts(all);
        assertThat(receipts).filteredOn(Receipt.ACCEPTED::equals).hasSize(events);
        assertThat(receipts).filteredOn(Receipt.DUPLICATE::equals).hasSize(events);
        assertThat(engine.count("select count(*) from inbound_event where partner_id = 'many'"))
                .isEqualTo(events);
        assertThat(engine.count("select sum(copies) from inbound_copy where partner_id = 'many'"))
                .isEqualTo(2L * events);
        assertThat(metrics.get("comanda.inbox.batch.events").summary().max()).isBetween(2.0, 256.0);
    }

    /** The removal of a partner with many rows takes seconds. */
    @Test
    void aPartnerThatIsBeingRemovedHoldsUpNoOther() throws Exception {
        InboxWriter writer = writer(1, 100);
        try (Connection removal = dataSource.getConnection();
                Statement statement = removal.createStatement()) {
            removal.setAutoCommit(false);
            statement.execute("select from partner where id = 'many' for update");
            List<CompletableFuture<Receipt>> all =
                    List.of(writer.submit(event("many", "r1", "a")), writer.submit(event("more", "r1", "a")));
            assertThat(receipts(all)).containsExactly(Receipt.NOT_NOW, Receipt.ACCEPTED);
            removal.rollback();
        }
        assertThat(writer.submit(event("many", "r1", "a")).get()).isEqualTo(Receipt.ACCEPTED);
    }

    @Test
    void aFullQueueRefusesAtOnceAndKeepsWhatItHas() throws Exception {
        InboxWriter writer = writer(1, 2);
        List<CompletableFuture<Receipt>> kept = new ArrayList<>();
        inOneBatch(writer, () -> {
            kept.add(writer.submit(event("many", "f1", "a")));
            kept.add(writer.submit(event("many", "f2", "a")));
            assertThat(writer.submit(event("many", "f3", "a")))
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .havingRootCause()
                    .isInstanceOf(NotCommitted.class)
                    .withMessage("too many wait to be written");
        });
        assertThat(receipts(kept)).containsOnly(Receipt.ACCEPTED);
        assertThat(engine.count("select count(*) from inbound_event where event_id = 'f3'"))
                .isZero();
    }

    /** Whatever is submitted while another session locks the table waits, and is written together afterwards. */
    private void inOneBatch(InboxWriter writer, Runnable submit) throws Exception {
        CompletableFuture<Receipt> first;
        try (Connection stranger = dataSource.getConnection();
                Statement statement = stranger.createStatement()) {
            stranger.setAutoCommit(false);
            statement.execute("lock table inbound_event in share mode");
            first = writer.submit(event("more", "first-" + System.nanoTime(), "a"));
            await(() -> engine.count("""
                            select count(*) from pg_locks where not granted and relation = 'inbound_event'::regclass
                            """) > 0);
            submit.run();
            stranger.rollback();
        }
        assertThat(first.get()).isEqualTo(Receipt.ACCEPTED);
    }

    private InboxWriter writer(int writers, int waiting) {
        InboxWriter writer = new InboxWriter(
                connections,
                checkpoint,
                wakeups,
                metrics,
                new BatchLimits(writers, 256, 1024 * 1024, waiting, Duration.ofSeconds(30)));
        open.add(writer);
        return writer;
    }

    private static List<Receipt> receipts(List<CompletableFuture<Receipt>> all) throws Exception {
        List<Receipt> receipts = new ArrayList<>();
        for (CompletableFuture<Receipt> one : all) {
            receipts.add(one.get());
        }
        return receipts;
    }

    private static Received event(String partner, String id, String body) {
        return event(partner, id, body, true);
    }

    private static Received withoutRoom(String partner, String id, String body) {
        return event(partner, id, body, false);
    }

    private static Received event(String partner, String id, String body, boolean room) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Received(
                partner,
                id,
                "unknown.type",
                "",
                null,
                7L,
                bytes,
                Hashes.sha256(bytes),
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                Instant.now(),
                Instant.now(),
                false,
                room);
    }
}
