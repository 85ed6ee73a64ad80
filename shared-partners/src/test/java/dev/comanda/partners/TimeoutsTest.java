package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TimeoutsTest {
    @Inject
    Engine engine;

    @Inject
    Things things;

    @Inject
    Jdbi jdbi;

    @Inject
    AgroalDataSource dataSource;

    private String secret;

    @BeforeEach
    void registerAPartner() {
        secret = Senders.register("patient", "http://127.0.0.1:9/nowhere");
    }

    @AfterEach
    void removeIt() {
        engine.tidy("patient");
        engine.execute("delete from effect");
    }

    @Test
    void everyConnectionOfThePoolHasItsLimitsAndMigrationsHaveNone() {
        assertThat(setting("statement_timeout")).isEqualTo("20s");
        assertThat(setting("lock_timeout")).isEqualTo("10s");
        assertThat(setting("idle_in_transaction_session_timeout")).isEqualTo("1min");
        assertThat(setting("enable_seqscan")).isEqualTo("off");
        List<String> ofMigrations = jdbi.withHandle(
                db -> db.createQuery("select name || '=' || setting from setting_of_migrations order by name")
                        .mapTo(String.class)
                        .list());
        assertThat(ofMigrations)
                .containsExactly("idle_in_transaction_session_timeout=0", "lock_timeout=0", "statement_timeout=0");
    }

    /** Somebody else's session locks the inbox: a migration gone wrong, a forgotten psql. */
    @Test
    void aRequestThatMeetsALockIsAnswered503InTimeAndTheQueueGoesOnAfterwards() throws Exception {
        hear("evt_before", "before").statusCode(200);
        await(() -> things.effects("before").equals(List.of(1L)));
        CompletableFuture<Duration> refused;
        try (Connection stranger = dataSource.getConnection();
                Statement statement = stranger.createStatement()) {
            stranger.setAutoCommit(false);
            statement.execute("lock table inbound_event in access exclusive mode");
            long start = System.nanoTime();
            refused = CompletableFuture.supplyAsync(() -> {
                hear("evt_locked", "locked")
                        .statusCode(503)
                        .contentType("application/problem+json")
                        .header("Retry-After", equalTo("5"));
                return Duration.ofNanos(System.nanoTime() - start);
            });
            assertThat(refused.get()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(18));
            stranger.rollback();
        }
        hear("evt_locked", "locked").statusCode(200).body("status", equalTo("accepted"));
        await(() -> things.effects("locked").equals(List.of(1L)));
    }

    /** The handler's own table is locked: eight such tries would once have given the event up. */
    @Test
    void anEventWhoseHandlerMeetsALockIsTriedAgainWithoutCountingIt() throws Exception {
        try (Connection stranger = dataSource.getConnection();
                Statement statement = stranger.createStatement()) {
            stranger.setAutoCommit(false);
            statement.execute("lock table effect in access exclusive mode");
            hear("evt_slow", "slow").statusCode(200);
            await(() -> engine.count("""
                            select count(*) from inbound_event
                             where event_id = 'evt_slow' and error = 'the database was not available' and tries = 0
                            """) == 1);
            stranger.rollback();
        }
        await(() -> things.effects("slow").equals(List.of(1L)));
    }

    @Test
    void aStatementThatRunsForTooLongIsEnded() {
        long start = System.nanoTime();
        JdbiException ended = catchThrowableOfType(
                JdbiException.class, () -> jdbi.useHandle(db -> db.execute("select pg_sleep(30)")));
        assertThat(ended.getCause())
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofSeconds(19), Duration.ofSeconds(28));
    }

    private String setting(String name) {
        return jdbi.withHandle(
                db -> db.createQuery("show " + name).mapTo(String.class).one());
    }

    private ValidatableResponse hear(String eventId, String thing) {
        String body = Senders.envelope(eventId, "part.heard", "{\"thing\":\"" + thing + "\",\"revision\":1}");
        return Senders.post("patient", secret, eventId, body).then();
    }
}
