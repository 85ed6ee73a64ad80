package dev.comanda.mail;

import static dev.comanda.database.testing.Statistics.withoutScans;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.testing.Statistics;
import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.InstantSource;
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
    MailQueue queue;

    @Test
    @TestTransaction
    void aBurstIntoATableAnalyzedWhileEmptyIsClaimedPromptly() throws Exception {
        Statistics.ofTablesThatWereEmpty(jdbi, "mail");
        jdbi.useHandle(db -> db.execute("""
                insert into mail (key, template, language, content, content_key, status, created_at, next_attempt_at)
                select 'burst:' || i, 'none', 'es', '', '', 'queued', now(), ? from generate_series(1, 3000) i
                """, clock.instant()));

        withoutScans(jdbi, "claiming all mails", () -> {
            for (int i = 0; i < 30; i++) {
                assertThat(queue.claim(100)).hasSize(100);
            }
            return 0;
        });
    }
}
