package dev.comanda.payments.payment;

import static dev.comanda.database.testing.Statistics.withoutScans;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.testing.Statistics;
import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Nothing here is committed, so that the workers know nothing of it. */
@QuarkusTest
class StaleStatisticsTest {
    private static final int MANY = 3000;

    @Inject
    Jdbi jdbi;

    @Inject
    InstantSource clock;

    @Inject
    Operations operations;

    @Inject
    Releases releases;

    @Inject
    IdempotencyKeys keys;

    @Test
    @TestTransaction
    void aBurstIntoTablesAnalyzedWhileEmptyIsClaimedAndSweptPromptly() throws Exception {
        Statistics.ofTablesThatWereEmpty(jdbi, "payment", "payment_operation", "payment_release", "idempotency_key");
        jdbi.useHandle(db -> {
            db.execute("""
                    insert into payment (payment_id, variant, provider, reference, amount, currency, state, created_at)
                    select 'burst_' || i, 'mock', 'mock', 'burst-' || i, 1, 'USD', 'CREATED', now() from generate_series(1, ?) i
                    """, MANY);
            db.execute("""
                    insert into payment_operation (operation_id, payment_id, kind, status, amount, requested_by, persistent,
                                                   created_at, next_attempt_at)
                    select 'burst_' || i, 'burst_' || i, 'REFUND', 'SENDING', 1, 'operator', true, now(), ?
                      from generate_series(1, ?) i
                    """, clock.instant(), MANY);
            db.execute("""
                    insert into payment_release (payment_id, reason, requested_at)
                    select 'burst_' || i, 'burst', now() from generate_series(1, ?) i
                    """, MANY);
            db.execute("""
                    insert into idempotency_key (scope, key, fingerprint, operation_id, created_at)
                    select 'burst', i, '', 'burst_' || i, now() - interval '31 days' from generate_series(1, ?) i
                    """, MANY);
        });

        withoutScans(jdbi, "claiming all operations", () -> {
            for (int i = 0; i < MANY / 100; i++) {
                assertThat(operations.claim(100)).hasSize(100);
            }
            return 0;
        });
        assertThat(withoutScans(jdbi, "releases that are due", () -> releases.due(MANY)))
                .hasSize(MANY);
        withoutScans(jdbi, "a sweep of keys", () -> {
            keys.sweep();
            return 0;
        });
        assertThat(count("payment_operation where lease_token is not null")).isEqualTo(MANY);
        assertThat(count("idempotency_key where scope = 'burst'")).isZero();
    }

    private long count(String what) {
        return jdbi.withHandle(db ->
                db.createQuery("select count(*) from " + what).mapTo(Long.class).one());
    }
}
