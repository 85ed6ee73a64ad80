package dev.comanda.payments.webhook;

import static dev.comanda.database.testing.Statistics.withoutScans;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.testing.Statistics;
import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Nothing here is committed, so that the worker knows nothing of it. */
@QuarkusTest
class StaleStatisticsTest {
    private static final int MANY = 3000;

    @Inject
    Jdbi jdbi;

    @Inject
    InstantSource clock;

    @Inject
    ProviderInbox inbox;

    @Inject
    ProviderRetention retention;

    @Test
    @TestTransaction
    void aBurstIntoATableAnalyzedWhileEmptyIsHandledAndSweptPromptly() throws Exception {
        Statistics.ofTablesThatWereEmpty(jdbi, "provider_event");
        store("received", clock.instant());

        withoutScans(jdbi, "200 events claimed, leased and settled", () -> {
            for (int i = 0; i < 200; i++) {
                List<Long> due = inbox.due(1);
                ProviderInbox.Stored event = inbox.lock(due.getFirst()).orElseThrow();
                assertThat(inbox.lease(event)).isNotNull();
                inbox.settle(event, ProviderInbox.Status.IGNORED, null);
            }
            return 0;
        });
        jdbi.useHandle(db -> db.execute(
                "update provider_event set status = 'applied', next_attempt_at = null, received_at = ?"
                        + " where variant = 'burst'",
                clock.instant().minus(Duration.ofDays(32))));
        withoutScans(jdbi, "a sweep", () -> {
            retention.sweep();
            return 0;
        });
        assertThat(jdbi.withHandle(db -> db.createQuery(
                                        "select count(*) from provider_event where variant = 'burst' and body is not null")
                                .mapTo(Long.class)
                                .one())
                        .longValue())
                .isZero();
    }

    private void store(String status, Instant next) {
        jdbi.useHandle(db -> db.execute("""
                insert into provider_event (variant, event_id, event_type, subject, body, body_key, query, received_at,
                                            status, next_attempt_at)
                select 'burst', 'burst_' || i, 't', 'subject_' || i, '', '', '{}', ?, ?, ? from generate_series(1, ?) i
                """, next, status, next, MANY));
    }
}
