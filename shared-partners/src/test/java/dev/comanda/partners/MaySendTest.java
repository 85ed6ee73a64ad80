package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a partner may tell us: the allowed and the refused type side by side, through signed webhooks. */
@QuarkusTest
class MaySendTest {
    private static final String URL = "http://127.0.0.1:9/nowhere";

    @Inject
    Engine engine;

    @Inject
    Things things;

    @AfterEach
    void tidy() {
        engine.tidy("sender");
    }

    @Test
    void anObserverHearsEverythingAndMayWriteNothing() {
        String secret = register("\"events\":[\"*\"]")
                .body("may_send", empty())
                .extract()
                .path("shared_secret");
        send(secret, "evt_ms1", "part.heard", "MS1")
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:comanda:problem:forbidden"))
                .body("event_type", equalTo("part.heard"))
                .body("detail", containsString("part.heard"));
        send(secret, "evt_ms2", "somebody.sneezed", "MS1").statusCode(403);
        send(secret, "evt_ms3", "webhook.test", "MS1").statusCode(200);
        assertThat(stored("evt_ms1") + stored("evt_ms2")).isZero();
        assertThat(stored("evt_ms3")).isEqualTo(1);
    }

    @Test
    void anOrdinaryPartnerMaySendWhatWeUnderstandAndWhatWeIgnore() {
        String secret = register("\"events\":[\"thing.*\"]")
                .body("may_send", contains("part.heard"))
                .extract()
                .path("shared_secret");
        send(secret, "evt_ms4", "part.heard", "MS4").statusCode(200);
        send(secret, "evt_ms5", "somebody.sneezed", "MS5").statusCode(200);
        await(() -> things.effects("MS4").equals(List.of(1L)));
    }

    @Test
    void aTypeOutsideTheListIsRefusedAndAPatchAllowsIt() {
        String secret =
                register("\"may_send\":[\"other.*\",\"one.type\"]").extract().path("shared_secret");
        send(secret, "evt_ms6", "part.heard", "MS6").statusCode(403);
        send(secret, "evt_ms7", "one.types", "MS7").statusCode(403);
        send(secret, "evt_ms8", "one.type", "MS7").statusCode(200);
        send(secret, "evt_ms9", "other.sort.of", "MS7").statusCode(200);
        patch("{\"may_send\":[\"part.*\"]}").statusCode(200).body("may_send", contains("part.*"));
        send(secret, "evt_ms6", "part.heard", "MS6").statusCode(200).body("status", equalTo("accepted"));
        patch("{\"may_send\":[]}").statusCode(200).body("may_send", empty());
        send(secret, "evt_ms10", "part.heard", "MS6").statusCode(403);
        given().get("/partners/sender").then().body("may_send", empty());
        given().get("/partners").then().body("partners.find { it.partner_id == 'sender' }.may_send", empty());
    }

    /** A null was taken for an absent field, so nothing but a removal brought the default back. */
    @Test
    void aNullBringsTheDefaultBackAndAnAbsentFieldChangesNothing() {
        register("\"may_send\":[\"other.*\"]");
        patch("{\"name\":\"Sender\"}").statusCode(200).body("may_send", contains("other.*"));
        patch("{\"may_send\":null}").statusCode(200).body("may_send", contains("part.heard"));
        patch("{\"may_send\":[null]}").statusCode(400).body("field", equalTo("may_send[0]"));
        patch("{\"may_send\":[\"a b\"]}")
                .statusCode(400)
                .body("field", equalTo("may_send[0]"))
                .body(
                        "detail",
                        equalTo("may_send[0] must be an event type such as event.updated, a group of them such as"
                                + " event.*, or *."));
        patch("{\"may_send\":[\"*\",\"part.*\"]}").statusCode(400).body("field", equalTo("may_send"));
    }

    /** Its name is shown in mails and in lists: with these characters it read otherwise than it was. */
    @ParameterizedTest
    @ValueSource(strings = {"\\u202e", "\\u202a", "\\u2066", "\\u200f", "\\u061c"})
    void aNameWithCharactersThatChangeTheDirectionIsRefused(String character) {
        String name = "{\"name\":\"Ban" + character + "ko\"";
        given().contentType("application/json")
                .body(name + ",\"webhook_url\":\"" + URL + "\"}")
                .post("/partners/register")
                .then()
                .statusCode(400)
                .body("detail", equalTo("name must not have characters that change the direction of text."));
        register("\"events\":[\"thing.*\"]");
        patch(name + "}").statusCode(400).body("field", equalTo("name"));
        patch(name.replace(character, "\\u2028") + "}")
                .statusCode(400)
                .body("detail", equalTo("name must be one line of 1 to 100 characters."));
        patch(name.replace(character, "\\u0645") + "}").statusCode(200);
    }

    @Test
    void anObserverThatAnOperatorLetsWriteMay() {
        String secret = register("\"events\":[\"*\"],\"may_send\":[\"part.heard\"]")
                .extract()
                .path("shared_secret");
        send(secret, "evt_ms11", "part.heard", "MS11").statusCode(200);
        await(() -> things.effects("MS11").equals(List.of(1L)));
    }

    @Test
    void nobodyLearnsWhatAPartnerMaySendWithoutItsSecret() {
        register("\"events\":[\"*\"]");
        send("shared_secret_chuwue_findyourwork", "evt_ms12", "part.heard", "MS12")
                .statusCode(401);
    }

    @Test
    void entriesAreCheckedAsTheEventsAre() {
        register("");
        for (String list : List.of("[\"A b\"]", "[\"*\",\"a.b\"]", "[\"\"]", "\"part.heard\"", "[null]")) {
            assertThat(patch("{\"may_send\":" + list + "}")
                            .statusCode(400)
                            .extract()
                            .<String>path("field"))
                    .as(list)
                    .startsWith("may_send");
        }
    }

    private static ValidatableResponse register(String more) {
        return given().contentType("application/json")
                .body("{\"name\":\"Sender\",\"webhook_url\":\"" + URL + "\"" + (more.isEmpty() ? "" : "," + more) + "}")
                .post("/partners/register")
                .then()
                .statusCode(201);
    }

    private static ValidatableResponse patch(String body) {
        return given().contentType("application/json")
                .body(body)
                .patch("/partners/sender")
                .then();
    }

    private static ValidatableResponse send(String secret, String eventId, String type, String thing) {
        String body = Senders.envelope(eventId, type, "{\"thing\":\"" + thing + "\",\"revision\":1}");
        return Senders.post("sender", secret, eventId, body).then();
    }

    private long stored(String eventId) {
        return engine.count("select count(*) from inbound_event where event_id = '" + eventId + "'");
    }
}
