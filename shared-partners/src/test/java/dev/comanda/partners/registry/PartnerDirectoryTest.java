package dev.comanda.partners.registry;

import static dev.comanda.partners.Engine.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.partners.Engine;
import dev.comanda.partners.Senders;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements of the tests run like those of another replica that does not tell this one. */
@QuarkusTest
class PartnerDirectoryTest {
    private static final String URL = "http://127.0.0.1:9/nowhere";

    @Inject
    Engine engine;

    @Inject
    PartnerDirectory directory;

    @Inject
    PartnerSecrets secrets;

    @Inject
    AgroalDataSource dataSource;

    private String secret;

    @BeforeEach
    void registerTwo() {
        secret = Senders.register("kept", URL, "thing.*", "part.made");
        Senders.register("other", URL, "*");
        await(() -> directory.current() != null);
    }

    @AfterEach
    void removeThem() {
        engine.tidy("kept", "other");
    }

    @Test
    void aPauseOnAnotherReplicaActsWithinASecond() {
        assertThat(post("evt_d0")).isEqualTo(200);
        engine.execute("update partner set status = 'paused' where id = 'kept'");
        assertActsWithinASecond(503);
    }

    @Test
    void aSecretThatAnotherReplicaWithdrawsIsRefusedWithinASecond() {
        assertThat(post("evt_d0")).isEqualTo(200);
        engine.execute("update partner_secret set expires_at = now() where partner_id = 'kept'");
        assertActsWithinASecond(401);
    }

    @Test
    void aPartnerThatAnotherReplicaRemovesIsRefusedWithinASecond() {
        assertThat(post("evt_d0")).isEqualTo(200);
        engine.execute("delete from partner where id = 'kept'");
        assertActsWithinASecond(401);
        Senders.register("kept", URL);
    }

    /** The change with the lower id commits last. */
    @Test
    void noChangeIsMissedThatCommitsInReverseOrder() throws SQLException {
        RegistryRows rows = new RegistryRows(secrets);
        try (Connection early = dataSource.getConnection();
                Connection late = dataSource.getConnection();
                Connection reader = dataSource.getConnection()) {
            String before = rows.version(reader);
            pauseWithoutCommit(early, "kept");
            pauseWithoutCommit(late, "other");
            assertThat(rows.version(reader)).isEqualTo(before);
            late.commit();
            String between = rows.version(reader);
            await(() -> status("other") == PartnerStatus.PAUSED);
            assertThat(status("kept")).isEqualTo(PartnerStatus.ACTIVE);
            early.commit();
            await(() -> status("kept") == PartnerStatus.PAUSED);
            assertThat(List.of(before, between, rows.version(reader))).doesNotHaveDuplicates();
        }
    }

    @Test
    void countingFailuresIsNoChange() throws SQLException {
        try (Connection reader = dataSource.getConnection()) {
            RegistryRows rows = new RegistryRows(secrets);
            String before = rows.version(reader);
            engine.execute("""
                    update partner set failures_in_row = 3, failing_since = now(), blocked_until = now(), to_tell = true,
                           last_success_at = now(), notified_at = now(), status = status where id = 'kept'
                    """);
            engine.execute("update partner_secret set last_seen_in = now() where last_seen_in is not null");
            assertThat(rows.version(reader)).isEqualTo(before);
        }
    }

    @Test
    void whatNoAnswerOfTheDatabaseConfirmsForASecondIsNotUsed() {
        long second = Duration.ofSeconds(1).toNanos();
        Reading reading = new Reading(new RegistrySnapshot(List.of()), "v", 7, 0, 0);
        assertThat(reading.isGood(7, second - 1)).isTrue();
        assertThat(reading.isGood(7, second)).isFalse();
        assertThat(reading.isGood(8, 0)).as("a change was heard of").isFalse();
        assertThat(reading.confirmed(second).isGood(7, second + 1)).isTrue();
        assertThat(reading.confirmed(second).isOf("v", 7, 60 * second - 1)).isTrue();
        assertThat(reading.confirmed(second).isOf("v", 7, 60 * second)).isFalse();
        assertThat(reading.isOf("w", 7, 1)).isFalse();
    }

    /** A request that begins a second after the change must meet it; earlier ones may. */
    private void assertActsWithinASecond(int expected) {
        long changed = System.nanoTime();
        int status = 200;
        for (int i = 1; status == 200; i++) {
            long start = System.nanoTime();
            status = post("evt_d" + i);
            assertThat(status == expected
                            || start - changed < Duration.ofSeconds(1).toNanos())
                    .as("the answer after a second was %d", status)
                    .isTrue();
        }
        assertThat(status).isEqualTo(expected);
    }

    private int post(String eventId) {
        return Senders.post("kept", secret, eventId, Senders.envelope(eventId, "webhook.test", "{}"))
                .statusCode();
    }

    private PartnerStatus status(String partner) {
        return directory.signatory(partner, Instant.now()).orElseThrow().status();
    }

    private static void pauseWithoutCommit(Connection connection, String partner) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("update partner set status = 'paused' where id = '" + partner + "'");
        }
    }
}
