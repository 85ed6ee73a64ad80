package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReceptionTest {
    @Inject
    Things things;

    private String secret;

    @BeforeEach
    void registerAPartner() {
        secret = Senders.register("gamma", "http://127.0.0.1:9/nowhere");
    }

    @AfterEach
    void removeIt() {
        given().delete("/partners/gamma").then().statusCode(204);
    }

    @Test
    void acknowledgesOnceStoredAndAppliesOnce() {
        String body = Senders.envelope("evt_a1", "part.heard", "{\"thing\":\"A-1\",\"revision\":1}");
        Senders.post("gamma", secret, "evt_a1", body).then().statusCode(200).body("status", equalTo("accepted"));
        Senders.post("gamma", secret, "evt_a1", body).then().statusCode(200).body("status", equalTo("duplicate"));
        await(() -> things.effects("A-1").equals(List.of(1L)));
    }

    @Test
    void fiftyParallelCopiesHaveOneEffect() throws Exception {
        String body = Senders.envelope("evt_p1", "part.heard", "{\"thing\":\"P-1\",\"revision\":1}");
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Response> post = () -> Senders.post("gamma", secret, "evt_p1", body);
            List<Future<Response>> answers =
                    pool.invokeAll(Stream.generate(() -> post).limit(50).toList());
            int accepted = 0;
            for (Future<Response> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
                accepted += answer.get().path("status").equals("accepted") ? 1 : 0;
            }
            assertThat(accepted).isEqualTo(1);
        }
        await(() -> things.effects("P-1").equals(List.of(1L)));
    }

    @Test
    void refusesAnotherBodyUnderTheSameId() {
        Senders.post(
                "gamma",
                secret,
                "evt_c1",
                Senders.envelope("evt_c1", "part.heard", "{\"thing\":\"C\",\"revision\":1}"));
        Senders.post(
                        "gamma",
                        secret,
                        "evt_c1",
                        Senders.envelope("evt_c1", "part.heard", "{\"thing\":\"D\",\"revision\":1}"))
                .then()
                .statusCode(409)
                .contentType("application/problem+json");
    }

    @Test
    void acceptsTheFirstGenerationWithoutIdInSpacedJsonUntilItUsesTheStandard() throws Exception {
        String spaced = "{\"event_type\": \"part.heard\", \"timestamp\": \"" + java.time.Instant.now()
                + "\", \"source\": \"gamma\", \"data\": {\"thing\": 77, \"revision\": 1}}";
        seed(spaced).then().statusCode(200).body("event_id", startsWith("sha256:"));
        seed(spaced).then().statusCode(200).body("status", equalTo("duplicate"));
        await(() -> things.effects("77").equals(List.of(1L)));
        Senders.post("gamma", secret, "evt_s1", Senders.envelope("evt_s1", "webhook.test", "{}"))
                .then()
                .statusCode(200);
        seed(spaced.replace("77", "78")).then().statusCode(401);
    }

    @Test
    void givesTheSame401ForAWrongSignatureAndAnUnknownPartner() {
        String body = Senders.envelope("evt_f1", "part.heard", "{\"thing\":\"F-1\",\"revision\":1}");
        String other = "whsec_" + java.util.Base64.getEncoder().encodeToString(new byte[32]);
        String wrong = Senders.post("gamma", other, "evt_f1", body)
                .then()
                .statusCode(401)
                .extract()
                .asString();
        String unknown = Senders.post("nobody", secret, "evt_f1", body)
                .then()
                .statusCode(401)
                .extract()
                .asString();
        assertThat(wrong).isEqualTo(unknown);
        assertThat(things.count("select count(*) from inbound_event where event_id = 'evt_f1'"))
                .isZero();
    }

    @Test
    void namesTheFieldThatIsWrong() {
        Senders.post("gamma", secret, "evt_b1", Senders.envelope("evt_b1", "part.heard", "{\"revision\":1}"))
                .then()
                .statusCode(400)
                .body("field", equalTo("data.thing"));
        Senders.post("gamma", secret, "evt_b1", Senders.envelope("evt_b1", "part.heard", "{\"thing\":true}"))
                .then()
                .statusCode(400)
                .body("field", equalTo("data.thing"));
        Senders.post("gamma", secret, "evt_b2", Senders.envelope("evt_b1", "part.heard", "{}"))
                .then()
                .statusCode(400)
                .body("field", equalTo("event_id"));
        Senders.post("gamma", secret, "evt_b1", "[]").then().statusCode(400);
    }

    @Test
    void holdsWhatComesTooEarlyAndAppliesItInItsTurn() {
        Senders.post(
                "gamma",
                secret,
                "evt_w2",
                Senders.envelope("evt_w2", "part.heard", "{\"thing\":\"W\",\"revision\":2}"));
        await(() ->
                things.count("select count(*) from inbound_event where event_id='evt_w2' and status='waiting'") == 1);
        Senders.post(
                "gamma",
                secret,
                "evt_w1",
                Senders.envelope("evt_w1", "part.heard", "{\"thing\":\"W\",\"revision\":1}"));
        await(() -> things.effects("W").equals(List.of(1L, 2L)));
    }

    @Test
    void buriesWhatKeepsFailingAndLetsItsLaneGoOn() {
        Senders.post(
                "gamma",
                secret,
                "evt_x1",
                Senders.envelope("evt_x1", "part.heard", "{\"thing\":\"X\",\"revision\":1,\"fails\":true}"));
        Senders.post(
                "gamma",
                secret,
                "evt_x2",
                Senders.envelope("evt_x2", "part.heard", "{\"thing\":\"X\",\"revision\":1}"));
        await(() -> things.effects("X").equals(List.of(1L)));
        assertThat(things.count("select tries from inbound_event where event_id='evt_x1' and status='dead'"))
                .isEqualTo(8);
    }

    @Test
    void storesATypeItDoesNotKnowWithoutEffect() {
        Senders.post("gamma", secret, "evt_u1", Senders.envelope("evt_u1", "somebody.sneezed", "{}"))
                .then()
                .statusCode(200);
        assertThat(things.count("select count(*) from inbound_event where event_id='evt_u1' and status='ignored'"))
                .isEqualTo(1);
    }

    private Response seed(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = java.util.HexFormat.of()
                .formatHex(mac.doFinal(Senders.canonical(body.getBytes(StandardCharsets.UTF_8))));
        return given().contentType("application/json")
                .header("X-HMAC-Signature", signature)
                .header("X-Partner-ID", "gamma")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/webhooks/partner/");
    }
}
