package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PauseTest {
    @Inject
    Engine engine;

    private PartnerServer server;
    private String secret;

    @BeforeEach
    void registerAPartner() throws Exception {
        server = new PartnerServer();
        secret = Senders.register("calm", server.url());
    }

    @AfterEach
    void removeIt() {
        engine.tidy("calm");
        server.close();
    }

    @Test
    void keepsEventsAndAsksTheOtherSideToWait() throws Exception {
        Engine.post("/partners/calm/pause").statusCode(200).body("status", equalTo("paused"));
        engine.tell("calm", "kept");
        engine.afterAnotherLook();
        assertThat(server.calls()).isEmpty();
        assertThat(engine.status("calm", "pending")).isEqualTo(1);
        String body = Senders.envelope("evt_pp", "part.heard", "{\"thing\":\"PP\",\"revision\":1}");
        Senders.post("calm", secret, "evt_pp", body)
                .then()
                .statusCode(503)
                .header("Retry-After", "60")
                .contentType("application/problem+json");
        assertThat(engine.count("select count(*) from inbound_event where partner_id = 'calm'"))
                .isZero();

        Engine.post("/partners/calm/resume").statusCode(200);
        Senders.post("calm", secret, "evt_pp", body).then().statusCode(200).body("status", equalTo("accepted"));
        await(() -> engine.status("calm", "delivered") == 1);
    }

    @Test
    void anUnsignedRequestIsNotToldOfThePause() {
        Engine.post("/partners/calm/pause").statusCode(200);
        String other = "whsec_" + java.util.Base64.getEncoder().encodeToString(new byte[32]);
        Senders.post("calm", other, "evt_pu", Senders.envelope("evt_pu", "part.heard", "{}"))
                .then()
                .statusCode(401);
    }

    @Test
    void resumingReleasesInOrderAndRevivesWhatDiedSinceTheLastSuccess() {
        server.answer(call -> call.text().contains("\"revision\":2,") ? 422 : 200);
        engine.tell("calm", 1, "object");
        await(() -> engine.status("calm", "delivered") == 1);
        engine.tell("calm", 2, "object");
        await(() -> engine.status("calm", "dead") == 1);
        Engine.post("/partners/calm/pause").statusCode(200);
        engine.tell("calm", 3, "object");
        engine.tell("calm", 4, "object");
        server.answer(_ -> 200);
        server.calls().clear();

        Engine.post("/partners/calm/resume").statusCode(200).body("revived", equalTo(1));
        await(() -> engine.status("calm", "delivered") == 4);
        assertThat(server.calls())
                .extracting(call ->
                        call.text().replaceAll(".*\"revision\":(\\d+),.*", "$1") + call.header("comanda-replay"))
                .containsExactly("2resumed", "3", "4");
    }

    @Test
    void resumingLeavesDeadWhatDiedBeforeTheLastSuccess() {
        server.answer(call -> call.text().contains("poison") ? 422 : 200);
        engine.tell("calm", "poison");
        await(() -> engine.status("calm", "dead") == 1);
        engine.pass(Duration.ofMinutes(2));
        engine.tell("calm", "good");
        await(() -> engine.status("calm", "delivered") == 1);
        Engine.post("/partners/calm/pause").statusCode(200);
        Engine.post("/partners/calm/resume").statusCode(200).body("revived", equalTo(0));
        assertThat(engine.status("calm", "dead")).isEqualTo(1);
    }

    /** A lane at the end of the schedule used to stay silent for its ten hours after the operator had resumed. */
    @Test
    void resumingWaitsForNoRetryOfTheSchedule() {
        server.answer(_ -> 429);
        engine.tell("calm", "patient");
        await(() -> !server.calls().isEmpty());
        Engine.post("/partners/calm/pause").statusCode(200);
        await(() -> engine.count("select count(*) from delivery where partner_id = 'calm' and attempts = 1") == 1);
        engine.execute(
                "update lane set next_attempt_at = next_attempt_at + interval '10 hours' where partner_id = 'calm'");
        server.answer(_ -> 200);
        Engine.post("/partners/calm/resume").statusCode(200);
        await(() -> engine.status("calm", "delivered") == 1);
    }

    @Test
    void nobodyIsPausedWhoIsNotThere() {
        for (String what : List.of("pause", "resume")) {
            Engine.post("/partners/nobody/" + what).statusCode(404);
        }
    }
}
