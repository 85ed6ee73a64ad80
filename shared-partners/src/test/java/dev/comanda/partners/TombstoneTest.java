package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.comanda.partners.registry.KnownAgain;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stays of a partner that was removed. */
@QuarkusTest
class TombstoneTest {
    private static final String URL = "http://127.0.0.1:9/nowhere";
    private static final String SECRET = "a-secret-agreed-on-by-mail";

    @Inject
    Engine engine;

    @Inject
    Things things;

    @Inject
    KnownAgain known;

    @AfterEach
    void tidy() {
        engine.tidy("ghost");
    }

    @Test
    void aReplayOfARemovedPartnersWebhookIsADuplicateAfterItIsRegisteredAgain() {
        register();
        String handled = body("evt_g1", "{\"thing\":\"G1\",\"revision\":1}");
        String waiting = body("evt_g2", "{\"thing\":\"G2\",\"revision\":2}");
        send("evt_g1", handled).statusCode(200);
        send("evt_g2", waiting).statusCode(200);
        await(() -> things.effects("G1").equals(List.of(1L)));
        remove();
        send("evt_g1", handled).statusCode(401);

        register();
        engine.execute("delete from effect where thing = 'G1'");
        engine.execute("insert into effect (thing, revision) values ('G2', 1)");
        send("evt_g1", handled).statusCode(200).body("status", equalTo("duplicate"));
        send("evt_g2", waiting).statusCode(200).body("status", equalTo("duplicate"));
        send("evt_g1", body("evt_g1", "{\"thing\":\"G1\",\"revision\":2}")).statusCode(409);
        send("evt_g3", body("evt_g3", "{\"thing\":\"G3\",\"revision\":1}")).statusCode(200);
        await(() -> things.effects("G3").equals(List.of(1L)));
        assertThat(things.effects("G1")).isEmpty();
        assertThat(things.effects("G2")).containsExactly(1L);
        fate("evt_g1").body("status", equalTo("handled")).body("copies", equalTo(2));
        fate("evt_g2").body("status", equalTo("ignored"));

        remove();
        register();
        send("evt_g1", handled).statusCode(200).body("status", equalTo("duplicate"));
    }

    @Test
    void theOldSecretDoesNotOpenANewRegistration() {
        register();
        remove();
        String fresh = Senders.register("ghost", URL);
        String body = body("evt_g4", "{\"thing\":\"G4\",\"revision\":1}");
        send("evt_g4", body).statusCode(401);
        Senders.post("ghost", fresh, "evt_g4", body).then().statusCode(200);
    }

    @Test
    void theConfigurationDoesNotBringBackWhatAnOperatorRemoved() {
        assertThat(known.create("ghost", URL, SECRET))
                .anyMatch(line -> line.contains("created from the configuration"));
        given().get("/partners/ghost").then().statusCode(200);
        remove();
        assertThat(known.create("ghost", URL, SECRET))
                .anyMatch(line -> line.contains("an operator removed it") && line.contains("/partners/register"));
        given().get("/partners/ghost").then().statusCode(404);

        register();
        assertThat(known.create("ghost", URL, SECRET)).isEmpty();
        given().get("/partners/ghost").then().statusCode(200);
    }

    private static void register() {
        given().contentType("application/json")
                .body("{\"name\":\"Ghost\",\"webhook_url\":\"" + URL + "\",\"shared_secret\":\"" + SECRET + "\"}")
                .post("/partners/register")
                .then()
                .statusCode(201);
    }

    private static void remove() {
        given().delete("/partners/ghost").then().statusCode(204);
    }

    private static String body(String eventId, String data) {
        return "{\"data\":" + data + ",\"event_id\":\"" + eventId
                + "\",\"event_type\":\"part.heard\",\"source\":\"ghost\",\"timestamp\":\"" + java.time.Instant.now()
                + "\"}";
    }

    private static ValidatableResponse send(String eventId, String body) {
        return Senders.post("ghost", SECRET, eventId, body).then();
    }

    private static ValidatableResponse fate(String eventId) {
        return given().get("/partners/ghost/sent/" + eventId).then().statusCode(200);
    }
}
