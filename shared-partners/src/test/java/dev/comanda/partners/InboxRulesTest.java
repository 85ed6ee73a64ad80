package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class InboxRulesTest {
    @Inject
    Engine engine;

    @Inject
    Things things;

    @Inject
    ShiftedClock clock;

    private String secret;

    @BeforeEach
    void registerAPartner() {
        secret = Senders.register("delta", "http://127.0.0.1:9/nowhere");
    }

    @AfterEach
    void removeIt() {
        engine.tidy("delta");
        engine.execute("delete from effect");
    }

    @Test
    void anEnvelopeIsAtMostAHundredAndTwentyDaysOldAndFiveMinutesAhead() {
        at(Duration.ofDays(-120).plusMinutes(1), "evt_t1").statusCode(200);
        at(Duration.ofDays(-120).minusMinutes(1), "evt_t2").statusCode(401);
        at(Duration.ofMinutes(4), "evt_t3").statusCode(200);
        at(Duration.ofMinutes(6), "evt_t4").statusCode(401);
        assertThat(engine.count("select count(*) from inbound_event where event_id in ('evt_t2', 'evt_t4')"))
                .isZero();
    }

    @Test
    void aSignatureIsAtMostFiveMinutesOldAndFiveMinutesAhead() {
        String body = Senders.envelope("evt_s", "webhook.test", "{}");
        for (int seconds : new int[] {-310, 310}) {
            Senders.post("delta", secret, "evt_s", body, Instant.now().plusSeconds(seconds))
                    .then()
                    .statusCode(401);
        }
        for (int seconds : new int[] {-280, 280}) {
            Senders.post("delta", secret, "evt_s", body, Instant.now().plusSeconds(seconds))
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void ourOwnEventReflectedIsRefused() {
        String body = Senders.envelope("evt_m", "part.heard", "{\"thing\":\"M\",\"revision\":1}");
        Senders.post("delta", secret, "evt_m", body.replace("\"beta\"", "\"alpha\""))
                .then()
                .statusCode(401);
        Senders.post("delta", secret, "evt_m", body).then().statusCode(200);
    }

    @Test
    void aNewerRevisionSupersedesAnOlderOneThatComesLater() {
        hear("evt_v1", "V", 1).statusCode(200);
        hear("evt_v3", "V", 3).statusCode(200);
        await(() -> things.effects("V").equals(List.of(1L, 3L)));
        hear("evt_v2", "V", 2).statusCode(200).body("status", equalTo("accepted"));
        await(() -> state("evt_v2").equals("superseded"));
        assertThat(things.effects("V")).containsExactly(1L, 3L);
    }

    @Test
    void whatWaitsIsTriedAgainAfterAMinuteAndDeadAfterThreeDays() {
        hear("evt_w", "W72", 2).statusCode(200);
        await(() -> state("evt_w").equals("waiting"));
        engine.execute("insert into effect (thing, revision) values ('W72', 1)");
        engine.pass(Duration.ofSeconds(61));
        await(() -> state("evt_w").equals("handled"));

        hear("evt_x", "X72", 2).statusCode(200);
        await(() -> state("evt_x").equals("waiting"));
        engine.pass(Duration.ofHours(71));
        await(() -> engine.count(
                        "select count(*) from inbound_event where event_id = 'evt_x' and next_attempt_at > now() + interval '71 hours'")
                == 1);
        assertThat(state("evt_x")).isEqualTo("waiting");
        engine.pass(Duration.ofHours(2));
        await(() -> state("evt_x").equals("dead"));
        given().get("/received/" + id("evt_x")).then().body("error", equalTo("waited 72 h for thing X72"));
    }

    @Test
    void anOperatorRetriesWhatIsDeadOrWaitsAndNothingElse() {
        hear("evt_r", "R72", 2).statusCode(200);
        await(() -> state("evt_r").equals("waiting"));
        engine.execute("insert into effect (thing, revision) values ('R72', 1)");
        Engine.post("/received/" + id("evt_r") + "/retry").statusCode(202);
        await(() -> state("evt_r").equals("handled"));
        Engine.post("/received/" + id("evt_r") + "/retry").statusCode(409);
        Engine.post("/received/999999999/retry").statusCode(404);

        engine.execute("update inbound_event set status = 'dead', tries = 8, error = 'x' where event_id = 'evt_r'");
        engine.execute("delete from effect where thing = 'R72' and revision = 2");
        Engine.post("/received/" + id("evt_r") + "/retry").statusCode(202).body("tries", equalTo(0));
        await(() -> things.effects("R72").equals(List.of(1L, 2L)));
    }

    @Test
    void anIdIsTheHeadersWhereTheEnvelopeHasNone() {
        String body = """
                {"event_type":"webhook.test","source":"beta","timestamp":"%s","data":{}}""".formatted(Instant.now());
        Senders.post("delta", secret, "evt_only-in-header", body)
                .then()
                .body("event_id", equalTo("evt_only-in-header"));
        Senders.seed("delta", secret, body.replace("{}", "{\"a\":1}")).then().statusCode(401);
    }

    @Test
    void spacingAndOrderMakeNoOtherEvent() {
        String secretOfSeed = Senders.register("seedy", "http://127.0.0.1:9/nowhere");
        String body = "{\"event_type\":\"webhook.test\",\"source\":\"s\",\"timestamp\":\"" + Instant.now()
                + "\",\"data\":{\"a\":1,\"b\":2}}";
        Senders.seed("seedy", secretOfSeed, body).then().statusCode(200).body("event_id", startsWith("sha256:"));
        Senders.seed("seedy", secretOfSeed, body.replace("\":", "\" : "))
                .then()
                .statusCode(200)
                .body("status", equalTo("duplicate"));
        engine.tidy("seedy");
    }

    /** A claim used to answer with what was being handled already, which left the free slots empty. */
    @Test
    void someSlowEventsLeaveTheOtherSlotsToOthers() {
        things.close();
        try {
            for (int i = 0; i < 4; i++) {
                hear("evt_gate" + i, "gate-" + i, 1).statusCode(200);
            }
            await(() -> things.atTheGate() == 4);
            hear("evt_free", "free", 1).statusCode(200);
            await(() -> things.effects("free").equals(List.of(1L)));
            assertThat(things.atTheGate()).isEqualTo(4);
        } finally {
            things.open();
        }
        await(() -> things.effects("gate-3").equals(List.of(1L)));
    }

    /** These were a 500, or accepted and then dead after eight tries. */
    @Test
    void whatNoDatabaseCanHoldIsRefusedAtReceipt() {
        hear("evt_long", "x".repeat(100), 1).statusCode(200);
        for (String thing : List.of("x".repeat(101), "a\\u0000b", "\\ud800")) {
            hear("evt_bad", thing, 1).statusCode(400).contentType("application/problem+json");
        }
        Senders.post(
                        "delta",
                        secret,
                        "evt_bad",
                        Senders.envelope(
                                "evt_bad",
                                "part.heard",
                                "{\"thing\":\"A\",\"revision\":1,\"more\":[{\"deep\":\"\\u0000\"}]}"))
                .then()
                .statusCode(400)
                .body("field", equalTo("data.more[].deep"));
    }

    private ValidatableResponse at(Duration ahead, String eventId) {
        String body = Senders.envelope(eventId, "webhook.test", "{}")
                .replaceFirst(
                        "\"timestamp\":\"[^\"]*\"",
                        "\"timestamp\":\"" + Instant.now().plus(ahead) + "\"");
        return Senders.post("delta", secret, eventId, body).then();
    }

    private ValidatableResponse hear(String eventId, String thing, long revision) {
        String body =
                Senders.envelope(eventId, "part.heard", "{\"thing\":\"" + thing + "\",\"revision\":" + revision + "}");
        return Senders.post("delta", secret, eventId, body, clock.instant()).then();
    }

    private static String state(String eventId) {
        return String.valueOf(of(eventId).get("status"));
    }

    private static Object id(String eventId) {
        return java.util.Objects.requireNonNull(of(eventId).get("received_id"));
    }

    private static Map<String, Object> of(String eventId) {
        return given().queryParam("partner", "delta")
                .get("/received")
                .path("received.find { it.event_id == '" + eventId + "' }");
    }
}
