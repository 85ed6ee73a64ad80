package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
import static dev.comanda.partners.Engine.deliveries;
import static dev.comanda.partners.Engine.id;
import static dev.comanda.partners.Engine.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RedeliveryTest {
    @Inject
    Engine engine;

    @Inject
    ShiftedClock clock;

    private PartnerServer server;

    @BeforeEach
    void registerAPartner() throws Exception {
        server = new PartnerServer();
        Senders.register("again", server.url(), "thing.*");
    }

    @AfterEach
    void removeIt() {
        engine.tidy("again");
        server.close();
    }

    @Test
    void resendsADeliveredOneAsItWas() {
        engine.tell("again", "R-1");
        await(() -> engine.status("again", "delivered") == 1);
        resend().statusCode(202).body("replay_reason", equalTo("resend"));
        await(() -> server.calls().size() == 2);
        PartnerServer.Call first = server.calls().getFirst();
        PartnerServer.Call second = server.calls().getLast();
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("webhook-id")).isEqualTo(first.header("webhook-id"));
        assertThat(second.header("comanda-sequence")).isEqualTo("1");
        assertThat(second.header("comanda-attempt")).isEqualTo("2");
        assertThat(second.header("comanda-replay")).isEqualTo("resend");
        assertThat(first.headers()).doesNotContainKey("comanda-replay");
    }

    /** The call before the resend is told by the delivery's own row until then. */
    @Test
    void aResendKeepsTheCallBeforeIt() {
        engine.tell("again", "R-0");
        await(() -> engine.status("again", "delivered") == 1);
        assertThat(engine.count("select count(*) from delivery_attempt")).isZero();
        List<Map<String, Object>> before = Engine.attempts("again");
        assertThat(before).hasSize(1);
        assertThat(before.getFirst())
                .containsEntry("number", 1)
                .containsEntry("status", 200)
                .containsEntry("address", "127.0.0.1")
                .containsEntry("answer", "")
                .containsKeys("started_at", "duration_ms");
        resend().statusCode(202);
        await(() -> Engine.attempts("again").size() == 2);
        assertThat(Engine.attempts("again").getFirst()).isEqualTo(before.getFirst());
        assertThat(Engine.attempts("again").getLast())
                .containsEntry("number", 2)
                .containsEntry("status", 200);
    }

    @Test
    void givesADeadOneTheWholeScheduleAgain() {
        server.answer(_ -> 422);
        engine.tell("again", "R-2");
        await(() -> engine.status("again", "dead") == 1);
        resend().statusCode(202);
        await(() -> engine.status("again", "dead") == 1 && server.calls().size() == 6);
        assertThat(server.calls())
                .extracting(call -> call.header("comanda-attempt"))
                .endsWith("4", "5", "6");
    }

    @Test
    void triesAPendingOneAtOnce() {
        server.answer(_ -> 429);
        engine.tell("again", "R-3");
        await(() -> !server.calls().isEmpty());
        await(() -> engine.execute("""
                update lane set next_attempt_at = next_attempt_at + interval '1 day'
                 where partner_id = 'again'
                   and exists (select from delivery d where d.lane_id = lane.id and d.attempts = 1)
                """) == 1);
        server.answer(_ -> 200);
        resend().statusCode(202);
        await(() -> engine.status("again", "delivered") == 1);
        assertThat(server.calls().getLast().headers()).as("its own next try").doesNotContainKey("comanda-replay");
    }

    @Test
    void cannotResendWhatIsNotKept() {
        engine.tell("again", "R-4");
        await(() -> engine.status("again", "delivered") == 1);
        engine.execute(
                "update outbound_event set body = null where id in (select event from delivery where partner_id = 'again')");
        resend().statusCode(409).contentType("application/problem+json");
        assertThat(engine.status("again", "delivered")).isEqualTo(1);
        post("/deliveries/999999999/resend").statusCode(404);
        post("/deliveries/x/resend").statusCode(404);
    }

    @Test
    void replaysASpanOfSomeTypesWithItsReason() {
        Instant start = clock.instant();
        engine.tell("again", "old");
        await(() -> engine.status("again", "delivered") == 1);
        engine.pass(Duration.ofHours(1));
        engine.tell("again", "middle");
        engine.tellChange("again", "middle", 2);
        await(() -> engine.status("again", "delivered") == 3);
        engine.pass(Duration.ofHours(1));
        engine.tell("again", "new");
        await(() -> engine.status("again", "delivered") == 4);
        server.calls().clear();

        replay(
                        start.plusSeconds(1800),
                        start.plusSeconds(5400),
                        "\"event_types\":[\"thing.made\"],",
                        "database restored")
                .statusCode(202)
                .body("count", equalTo(1));
        await(() -> engine.status("again", "delivered") == 4 && server.calls().size() == 1);
        assertThat(server.calls().getFirst().text()).contains("middle").contains("thing.made");
        assertThat(server.calls().getFirst().header("comanda-replay")).isEqualTo("database restored");

        replay(start.plusSeconds(1800), null, "", "again").statusCode(202).body("count", equalTo(3));
        await(() -> engine.status("again", "delivered") == 4 && server.calls().size() == 4);
        replay(start.plusSeconds(9000), null, "", "none").statusCode(202).body("count", equalTo(0));
    }

    @Test
    void refusesAReplayThatMakesNoSense() {
        Instant now = clock.instant();
        replay(now, now, "", "empty").statusCode(400).body("field", equalTo("until"));
        replay(now, null, "\"event_types\":[\"a b\"],", "x").statusCode(400);
        replay(now, null, "", "line\\nbreak")
                .statusCode(400)
                .body("field", equalTo("reason"))
                .body(
                        "detail",
                        equalTo("reason must have 1 to 100 letters, digits, spaces and signs of ASCII, and no space at"
                                + " either end."));
        post("/partners/again/replay", "{\"reason\":\"x\"}").statusCode(400).body("field", equalTo("since"));
        post("/partners/again/replay", "{\"since\":\"+999999999-01-01T00:00:00Z\",\"reason\":\"x\"}")
                .statusCode(400);
        post("/partners/nobody/replay", "{\"since\":\"" + now + "\",\"reason\":\"x\"}")
                .statusCode(404);
    }

    @Test
    void aReplayedLaneKeepsItsOrder() {
        for (int revision = 1; revision <= 5; revision++) {
            engine.tell("again", revision, "object");
        }
        await(() -> engine.status("again", "delivered") == 5);
        server.calls().clear();
        replay(clock.instant().minusSeconds(3600), null, "", "all").body("count", equalTo(5));
        await(() -> engine.status("again", "delivered") == 5 && server.calls().size() == 5);
        assertThat(server.calls())
                .extracting(call -> call.header("comanda-sequence"))
                .isEqualTo(List.of("1", "2", "3", "4", "5"));
    }

    private static io.restassured.response.ValidatableResponse resend() {
        return post("/deliveries/" + id(deliveries("again").getFirst()) + "/resend");
    }

    private static io.restassured.response.ValidatableResponse replay(
            Instant since, @org.jspecify.annotations.Nullable Instant until, String types, String reason) {
        return post("/partners/again/replay", """
                {"since":"%s",%s%s"reason":"%s"}""".formatted(
                        since, until == null ? "" : "\"until\":\"" + until + "\",", types, reason));
    }
}
