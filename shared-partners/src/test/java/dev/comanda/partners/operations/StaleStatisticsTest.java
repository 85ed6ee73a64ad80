package dev.comanda.partners.operations;

import static dev.comanda.database.testing.Statistics.withoutScans;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.testing.Statistics;
import dev.comanda.partners.Things;
import dev.comanda.partners.delivery.DeliveryConfig;
import dev.comanda.partners.inbox.InboxConfig;
import dev.comanda.partners.outbox.Attempt;
import dev.comanda.partners.outbox.Audience;
import dev.comanda.partners.outbox.CallResult;
import dev.comanda.partners.outbox.Delivery;
import dev.comanda.partners.outbox.DeliveryQueue;
import dev.comanda.partners.outbox.DeliveryRecorder;
import dev.comanda.partners.outbox.OutboundBodies;
import dev.comanda.partners.outbox.Redelivery;
import dev.comanda.partners.outbox.Room;
import dev.comanda.partners.outbox.Settlement;
import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A young installation, or one whose only partner was removed, is analyzed while its tables are empty; then thousands of
 * events come. Nothing here is committed, so that the workers know nothing of it.
 */
@QuarkusTest
class StaleStatisticsTest {
    private static final int MANY = 2000;

    @Inject
    Jdbi jdbi;

    @Inject
    InstantSource clock;

    @Inject
    Redelivery redelivery;

    @Inject
    Things things;

    @Inject
    DeliveryConfig delivery;

    @Inject
    InboxConfig inbox;

    @Inject
    OutboundBodies bodies;

    @Test
    @TestTransaction
    void aBurstIntoTablesAnalyzedWhileEmptyIsReadAndRecordedPromptly() throws Exception {
        burst("pending", null, clock.instant());

        withoutScans(jdbi, "publishing 100", () -> {
            for (int i = 0; i < 100; i++) {
                things.tell("thing.made", "published-" + i, 1, Audience.only("burst"));
            }
            return 0;
        });
        planAsTheDispatcherDoes();
        List<Delivery> first = withoutScans(jdbi, "numbering and the first reading", () -> {
            try (Handle db = jdbi.open()) {
                DeliveryQueue queue = new DeliveryQueue(db.getConnection());
                assertThat(queue.waiting()).anyMatch(it -> it.partnerId().equals("burst") && it.unnumbered());
                assertThat(queue.number(List.of("burst"))).isTrue();
            }
            return read();
        });
        assertThat(first).hasSize(8);
        long before = lanesRead();
        assertThat(read()).isEqualTo(first);
        assertThat(lanesRead() - before)
                .as("of 2,100 lanes, those that are wanted")
                .isLessThan(20);
        assertThat(count("delivery where partner_id = 'burst' and sequence is null"))
                .isZero();
        assertThat(count("feed where partner_id = 'burst' and last_sequence = " + (MANY + 100)))
                .isEqualTo(1);
        assertThat(count(
                        "(select sequence - row_number() over (order by id) off from delivery where partner_id = 'burst')"
                                + " numbered where off <> 0"))
                .isZero();
        withoutScans(jdbi, "25 readings and 200 records", () -> {
            List<Delivery> next = first;
            for (int i = 0; i < 25; i++) {
                assertThat(record(next)).hasSize(8);
                next = read();
                assertThat(next).hasSize(8);
            }
            return 0;
        });
    }

    @Test
    @TestTransaction
    void aBurstIntoTablesAnalyzedWhileEmptyIsResumedAndReplayedPromptly() throws Exception {
        burst("dead", "id", clock.instant());

        assertThat(withoutScans(jdbi, "reviving what died", () -> redelivery.revive("burst")))
                .isEqualTo(MANY);
        assertThat(count("lane where partner_id = 'burst' and pending = 1")).isEqualTo(MANY);
        jdbi.useHandle(db -> db.execute("update lane set next_attempt_at = ? where partner_id = 'burst'", later()));
        withoutScans(jdbi, "hastening what waits", () -> {
            redelivery.hasten("burst");
            return 0;
        });
        assertThat(count("lane where partner_id = 'burst' and next_attempt_at > now() + interval '1 hour'"))
                .isZero();
        jdbi.useHandle(db -> {
            db.execute("update delivery set status = 'delivered' where partner_id = 'burst'");
            db.execute("update lane set pending = 0 where partner_id = 'burst'");
        });
        assertThat(withoutScans(
                        jdbi,
                        "a replay",
                        () -> redelivery.replay(
                                "burst",
                                clock.instant().minusSeconds(60),
                                later(),
                                List.of("thing.made"),
                                "asked for")))
                .isEqualTo(MANY);
        long one = jdbi.withHandle(db -> db.createQuery("select min(id) from delivery where partner_id = 'burst'")
                .mapTo(Long.class)
                .one());
        assertThat(withoutScans(jdbi, "a resend", () -> redelivery.resend(one, "again")))
                .isTrue();
    }

    @Test
    @TestTransaction
    void aBurstIntoTablesAnalyzedWhileEmptyIsSweptPromptly() throws Exception {
        burst("delivered", "id", clock.instant().minus(Duration.ofDays(121)));
        jdbi.useHandle(db -> {
            db.execute("""
                    insert into delivery_attempt (delivery_id, number, started_at, duration_ms)
                    select d.id, n, d.created_at, 1 from delivery d, generate_series(1, 2) n where d.partner_id = 'burst'
                    """);
            db.execute("""
                    insert into inbound_event (partner_id, event_id, event_type, ordering_key, body, body_hash, occurred_at,
                                               received_at, status, next_attempt_at)
                    select 'burst', 'in_' || i, 't', i, '{}', '', ?, ?, 'handled', ?
                      from generate_series(1, ?) i
                    """, ago(121), ago(121), ago(121), MANY);
        });
        Retention retention = new Retention(
                jdbi, clock, new Kept(Duration.ofDays(90), Duration.ofDays(120), 1000), delivery, inbox, bodies);

        withoutScans(jdbi, "a sweep", () -> {
            retention.sweep();
            return 0;
        });
        assertThat(count("delivery where partner_id = 'burst'")
                        + count("lane where partner_id = 'burst'")
                        + count("outbound_event where event_id like 'burst_%'")
                        + count("inbound_event where partner_id = 'burst'"))
                .isZero();
    }

    private void burst(String status, @Nullable String sequence, Instant at) {
        Statistics.ofTablesThatWereEmpty(
                jdbi, "outbound_event", "lane", "delivery", "delivery_attempt", "inbound_event");
        jdbi.useHandle(db -> {
            db.execute("""
                    insert into partner (id, name, webhook_url, events, created_at)
                    values ('burst', 'Burst', 'http://127.0.0.1:9/nowhere', '{thing.made}', now())
                    """);
            db.execute("insert into feed (partner_id) values ('burst')");
            db.execute("""
                    insert into outbound_event (event_id, event_type, ordering_key, revision, body, body_hash, published_at)
                    select 'burst_' || i, 'thing.made', 'burst-' || i, 1, '{}', '', ? from generate_series(1, ?) i
                    """, at, MANY);
            db.execute("""
                    insert into lane (partner_id, ordering_key, pending, next_attempt_at)
                    select 'burst', 'burst-' || i, ?, ? from generate_series(1, ?) i
                    """, status.equals("pending") ? 1 : 0, at, MANY);
            db.execute("""
                    insert into delivery (event, partner_id, lane_id, status, last_attempt_at, created_at)
                    select e.id, 'burst', l.id, ?, ?, ?
                      from outbound_event e join lane l on l.ordering_key = e.ordering_key and l.partner_id = 'burst'
                     order by e.id
                    """, status, at, at);
            if (sequence != null) {
                db.execute("update delivery set sequence = " + sequence + " where partner_id = 'burst'");
            }
        });
    }

    /** Until the transaction is rolled back. */
    private void planAsTheDispatcherDoes() throws SQLException {
        try (Handle db = jdbi.open();
                Statement statement = db.getConnection().createStatement()) {
            statement.execute(DeliveryQueue.PLANS);
        }
    }

    private List<Delivery> read() throws SQLException {
        try (Handle db = jdbi.open()) {
            return new DeliveryQueue(db.getConnection())
                    .heads(List.of(new Room("burst", 8, 6)), List.of(), clock.instant());
        }
    }

    private long lanesRead() {
        return jdbi.withHandle(db -> db.createQuery("""
                        select idx_tup_fetch + seq_tup_read from pg_stat_xact_user_tables where relname = 'lane'
                        """).mapTo(Long.class).one());
    }

    private List<CallResult> record(List<Delivery> deliveries) throws SQLException {
        List<CallResult> results = deliveries.stream()
                .map(it -> new CallResult(it, answered(200), new Settlement.Delivered()))
                .toList();
        try (Handle db = jdbi.open()) {
            return new DeliveryRecorder(db.getConnection())
                    .record(results, clock.instant())
                    .recorded();
        }
    }

    private Attempt answered(int status) {
        return new Attempt(clock.instant(), Duration.ofMillis(1), status, null, null, new byte[0], false);
    }

    private Instant later() {
        return clock.instant().plus(Duration.ofHours(3));
    }

    private Instant ago(int days) {
        return clock.instant().minus(Duration.ofDays(days));
    }

    private long count(String what) {
        return jdbi.withHandle(db ->
                db.createQuery("select count(*) from " + what).mapTo(Long.class).one());
    }

    private record Kept(Duration payloads, Duration ids, int batch) implements RetentionConfig {
        @Override
        public Duration ignoredBodies() {
            return Duration.ofDays(1);
        }
    }
}
