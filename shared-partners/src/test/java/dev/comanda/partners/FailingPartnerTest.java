package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
import static dev.comanda.partners.Engine.names;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an endpoint that keeps failing costs: itself little, its events nothing, everybody else nothing at all. */
@QuarkusTest
class FailingPartnerTest {
    @Inject
    Engine engine;

    private PartnerServer server;

    @BeforeEach
    void registerAPartner() throws Exception {
        server = new PartnerServer();
        Senders.register("weak", server.url());
    }

    @AfterEach
    void removeIt() {
        engine.tidy("weak");
        server.close();
    }

    @Test
    void isLeftAloneAfterFiveFailuresAndReopenedByOneProbeAtATime() throws Exception {
        server.answer(_ -> 500);
        engine.tell("weak", "first");
        await(() -> engine.count("select failures_in_row from partner where id = 'weak'") == 5);
        given().get("/partners/weak/status").then().body("blocked_until", notNullValue());
        assertThat(server.calls()).hasSize(5);
        engine.tell("weak", names("other-", 9));
        engine.pass(Duration.ofSeconds(9));
        engine.afterAnotherLook();
        assertThat(server.calls()).as("blocked for 10 s, and no try is spent").hasSize(5);

        Semaphore answers = new Semaphore(0);
        server.answer(_ -> {
            answers.acquireUninterruptibly();
            return 500;
        });
        engine.pass(Duration.ofSeconds(2));
        await(() -> server.calls().size() == 6);
        engine.afterAnotherLook();
        assertThat(server.calls()).as("one probe, though ten are due").hasSize(6);
        answers.release();
        await(() -> engine.count("select failures_in_row from partner where id = 'weak'") == 6);
        engine.pass(Duration.ofSeconds(11));
        engine.afterAnotherLook();
        assertThat(server.calls()).as("blocked for 20 s now").hasSize(6);

        server.answer(_ -> 200);
        engine.pass(Duration.ofSeconds(10));
        await(() -> engine.status("weak", "delivered") == 10);
        given().get("/partners/weak/status").then().body("blocked_until", nullValue());
    }

    /** Each of them used to double the block: eight at once came to 80 s, as if eight probes had failed. */
    @Test
    void callsUnderWayWhenTheBlockBeginsDoNotLengthenIt() {
        Semaphore answers = new Semaphore(0);
        server.answer(_ -> {
            answers.acquireUninterruptibly();
            return 500;
        });
        engine.tell("weak", names("burst-", 8));
        await(() -> server.calls().size() == 8);
        answers.release(8);
        await(() -> engine.count("select count(*) from lane where partner_id = 'weak' and attempts > 0") == 8);
        assertThat(engine.count("select failures_in_row from partner where id = 'weak'"))
                .isEqualTo(5);
    }

    @Test
    void theBlockGrowsToFiveMinutesAndNoFurther() {
        server.answer(_ -> 500);
        engine.execute("update partner set failures_in_row = 30 where id = 'weak'");
        engine.tell("weak", "late");
        await(() -> engine.count("select failures_in_row from partner where id = 'weak'") == 31);
        assertThat(engine.count("""
                select extract(epoch from blocked_until - last_attempt_at)::bigint from partner p
                  join delivery d on d.partner_id = p.id where p.id = 'weak'
                """)).isBetween(300L, 304L);
    }

    @Test
    void aRefusedEventSaysNothingOfTheEndpointsHealth() {
        server.answer(call -> call.text().contains("bad-") ? 422 : 200);
        engine.tell("weak", names("bad-", 6));
        await(() -> engine.status("weak", "dead") == 6);
        assertThat(server.calls()).hasSize(18);
        given().get("/partners/weak/status").then().body("blocked_until", nullValue());
    }

    @Test
    void isPausedAfterFiveDaysInWhichEveryTryFailedButStillHeard() {
        server.answer(_ -> 500);
        engine.execute(
                "update partner set failing_since = now() - interval '5 days' + interval '1 minute' where id = 'weak'");
        engine.tell("weak", "hopeless");
        await(() -> !server.calls().isEmpty());
        await(() -> engine.count("select failures_in_row from partner where id = 'weak'") >= 1);
        assertThat(Engine.state("weak")).isEqualTo("active");
        engine.execute("update partner set failing_since = failing_since - interval '1 hour' where id = 'weak'");
        engine.pass(Duration.ofSeconds(11));
        await(() -> Engine.state("weak").equals("auto_paused"));

        String secret = Engine.post("/partners/weak/rotate-secret").extract().path("shared_secret");
        Senders.post("weak", secret, "evt_ap", Senders.envelope("evt_ap", "webhook.test", "{}"))
                .then()
                .statusCode(200);
        server.answer(_ -> 200);
        engine.pass(Duration.ofDays(1));
        assertThat(engine.status("weak", "pending")).isEqualTo(1);
        Engine.post("/partners/weak/resume").statusCode(200).body("status", equalTo("active"));
        await(() -> engine.status("weak", "delivered") == 1);
    }

    @Test
    void anEndpointThatIsGonePausesThePartnerAndKeepsTheEvent() throws Exception {
        server.answer(_ -> 410);
        engine.tell("weak", "gone");
        await(() -> Engine.state("weak").equals("auto_paused"));
        engine.tell("weak", "later");
        engine.pass(Duration.ofHours(1));
        engine.afterAnotherLook();
        assertThat(server.calls()).hasSize(1);
        assertThat(engine.status("weak", "pending")).isEqualTo(2);
        server.answer(_ -> 200);
        Engine.post("/partners/weak/resume").statusCode(200);
        await(() -> engine.status("weak", "delivered") == 2);
    }

    /**
     * One damaged row used to fail the claim for all partners. Then its deliveries went round without an attempt: never dead,
     * and nobody was told.
     */
    @Test
    void aDeliveryThatCannotBeSignedIsAnAttemptAndNotHeldAgainstTheEndpoint() throws Exception {
        engine.execute(
                "update partner_secret set ciphertext = set_byte(ciphertext, 20, get_byte(ciphertext, 20) # 1) where partner_id = 'weak'");
        engine.tell("weak", "unsigned");
        await(() -> engine.count("""
                        select count(*) from delivery where partner_id = 'weak' and attempts > 0
                           and last_error = 'the partner''s secret cannot be decrypted'""") == 1);
        assertThat(server.calls()).isEmpty();
        assertThat(engine.status("weak", "pending")).isEqualTo(1);
        assertThat(engine.count("select failures_in_row from partner where id = 'weak'"))
                .isZero();
    }
}
