package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a partner is told of an event that it sent. */
@QuarkusTest
class FateTest {
    private final String thing = UUID.randomUUID().toString();

    @Inject
    Engine engine;

    @Inject
    Things things;

    private String secret;

    @BeforeEach
    void register() {
        secret = Senders.register("asker", "http://127.0.0.1:9/nowhere");
        Senders.register("other", "http://127.0.0.1:9/nowhere");
    }

    @AfterEach
    void tidy() {
        engine.tidy("asker", "other");
    }

    @Test
    void anEventThatIsHandledSaysSoAndCountsItsCopies() {
        String id = "evt_" + thing;
        String body = send(id, "part.heard", ",\"revision\":1");
        await(() -> status(id).equals("handled"));
        for (int copy = 0; copy < 2; copy++) {
            Senders.post("asker", secret, id, body).then().body("status", equalTo("duplicate"));
        }
        Senders.post("asker", secret, id, body.replace("\"revision\":1", "\"revision\":2"))
                .then()
                .statusCode(409);
        Map<String, Object> fate = fate(id).extract().path("");
        assertThat(fate)
                .containsOnlyKeys(
                        "event_id", "event_type", "received_at", "status", "handled_at", "missing", "error", "copies")
                .containsEntry("event_id", id)
                .containsEntry("event_type", "part.heard")
                .containsEntry("copies", 3);
        assertThat(fate.get("handled_at")).isNotNull();
        assertThat(fate.get("missing")).isNull();
        assertThat(fate.get("error")).isNull();
    }

    @Test
    void anEventThatWaitsNamesWhatIsMissingAndOneThatFailedNothingOfOurs() {
        String waiting = "evt_w" + thing;
        send(waiting, "part.heard", ",\"revision\":2");
        await(() -> status(waiting).equals("waiting"));
        fate(waiting)
                .body("missing", equalTo("thing " + thing))
                .body("error", nullValue())
                .body("handled_at", nullValue())
                .body("copies", equalTo(1));
        engine.pass(Duration.ofHours(73));
        await(() -> status(waiting).equals("dead"));
        fate(waiting).body("error", equalTo("waited 72 h for thing " + thing)).body("missing", nullValue());

        engine.pass(Duration.ofHours(-73));
        String failing = "evt_f" + thing;
        send(failing, "part.heard", ",\"revision\":1,\"fails\":true");
        await(() -> status(failing).equals("dead"));
        fate(failing).body("error", equalTo("it could not be handled")).body("received_at", notNullValue());

        String unknown = "evt_u" + thing;
        send(unknown, "somebody.sneezed", "");
        fate(unknown).body("status", equalTo("ignored"));
    }

    @Test
    void nobodyElsesEventIsTold() {
        String id = "evt_o" + thing;
        send(id, "webhook.test", "");
        fate(id);
        for (String path :
                new String[] {"other/sent/" + id, "nobody/sent/" + id, "asker/sent/evt_x", "asker/sent/a'b"}) {
            given().get("/partners/" + path).then().statusCode(404).contentType("application/problem+json");
        }
    }

    /** The count used to be thought of as a column of the event, whose row its handler holds. */
    @Test
    void aCopyIsAnsweredWhileTheFirstIsStillHandled() {
        things.close();
        try {
            String id = "evt_c" + thing;
            String body = send(id, "part.heard", ",\"revision\":1", "gate-" + thing);
            await(() -> things.atTheGate() == 1);
            Senders.post("asker", secret, id, body).then().body("status", equalTo("duplicate"));
            fate(id).body("status", equalTo("received")).body("copies", equalTo(2));
        } finally {
            things.open();
        }
        await(() -> things.effects("gate-" + thing).size() == 1);
    }

    private String send(String eventId, String type, String more) {
        return send(eventId, type, more, thing);
    }

    private String send(String eventId, String type, String more, String name) {
        String body = Senders.envelope(eventId, type, "{\"thing\":\"" + name + "\"" + more + "}");
        Senders.post("asker", secret, eventId, body).then().statusCode(200);
        return body;
    }

    private static String status(String eventId) {
        return fate(eventId).extract().path("status");
    }

    private static ValidatableResponse fate(String eventId) {
        return given().get("/partners/asker/sent/" + eventId).then().statusCode(200);
    }
}
