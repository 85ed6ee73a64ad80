package dev.comanda.payments.mock;

import static dev.comanda.database.testing.Statistics.withoutScans;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.testing.Statistics;
import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Nothing here is committed, so that the worker knows nothing of it. */
@QuarkusTest
class StaleStatisticsTest {
    @Inject
    Jdbi jdbi;

    @Inject
    InstantSource clock;

    @Inject
    MockWebhooks webhooks;

    @Test
    @TestTransaction
    void aBurstIntoATableAnalyzedWhileEmptyIsClaimedPromptly() throws Exception {
        Statistics.ofTablesThatWereEmpty(jdbi, "mock_webhook");
        jdbi.useHandle(db -> {
            db.execute("""
                    insert into mock_payment (id, variant, operation_id, payment_id, service, reference, amount, currency,
                                              captures, scenario, created_at)
                    values ('burst', 'burst', 'burst', 'burst', 'burst', 'burst', 1, 'USD', true, 'PAID', now())
                    """);
            db.execute("""
                    insert into mock_webhook (id, payment, variant, happens_at, payload, owed, due_at)
                    select 'burst_' || i, 'burst', 'burst', now(), '', 1, ? from generate_series(1, 3000) i
                    """, clock.instant());
        });

        withoutScans(jdbi, "claiming all webhooks", () -> {
            for (int i = 0; i < 30; i++) {
                assertThat(webhooks.claim(List.of("burst"), 100, Duration.ofSeconds(30)))
                        .hasSize(100);
            }
            return 0;
        });
    }
}
