package dev.comanda.partners;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.comanda.partners.registry.KnownAgain;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a partner's own key opens: its feed and its status, and nothing of anybody else's. */
@QuarkusTest
@TestProfile(FeedAccessTest.Closed.class)
class FeedAccessTest {
    private static final String OPERATOR = "an-operator-token-of-some-length";

    @Inject
    ShiftedClock clock;

    @Inject
    KnownAgain known;

    @Test
    void aPartnersKeyOpensItsOwnFeedAndNoOther() {
        String one = register("key-one");
        String two = register("key-two");
        get("/partners/key-one/events", one).statusCode(200).body("next_after", equalTo(0));
        get("/partners/key-one/status", one).statusCode(200).body("partner_id", equalTo("key-one"));
        for (String path : new String[] {"/events", "/status"}) {
            get("/partners/key-one" + path, two).statusCode(404);
            get("/partners/nobody" + path, two).statusCode(404);
            get("/partners/key-one" + path, OPERATOR).statusCode(200);
            get("/partners/key-one" + path, "cmd_wrong").statusCode(401);
            given().get("/partners/key-one" + path).then().statusCode(401);
        }
        get("/partners/key-one", one).statusCode(404);
        get("/deliveries", one).statusCode(404);
        operator().delete("/partners/key-one").then().statusCode(204);
        get("/partners/key-one/events", one).statusCode(401);
        operator().delete("/partners/key-two").then().statusCode(204);
    }

    @Test
    void aNewKeyOpensBesideTheOldOneUntilTheOverlapEnds() {
        String old = register("key-three");
        String other = register("key-four");
        String key = rotate("key-three", "{\"overlap\":\"PT1H\"}")
                .statusCode(200)
                .extract()
                .path("api_key");
        get("/partners/key-three/status", old).statusCode(200);
        get("/partners/key-three/status", key).statusCode(200);
        get("/partners/key-four/status", key).statusCode(404);
        clock.pass(Duration.ofMinutes(61));
        get("/partners/key-three/status", old).statusCode(401);
        get("/partners/key-three/status", key).statusCode(200);

        String now = rotate("key-three", "{\"overlap\":\"PT0S\"}").extract().path("api_key");
        get("/partners/key-three/status", key).statusCode(401);
        get("/partners/key-three/status", now).statusCode(200);
        get("/partners/key-four/status", other).statusCode(200);

        rotate("key-three", "{\"overlap\":\"P8D\"}").statusCode(400).body("field", equalTo("overlap"));
        rotate("nobody", "{}").statusCode(404);
        given().header("Authorization", "Bearer " + now)
                .post("/partners/key-three/rotate-key")
                .then()
                .statusCode(404);
        operator().delete("/partners/key-three").then().statusCode(204);
        operator().delete("/partners/key-four").then().statusCode(204);
        clock.reset();
    }

    @Test
    void aPartnerFromTheConfigurationGetsItsFirstKeyByARotation() {
        known.create("key-five", "http://127.0.0.1:9/nowhere", "a-secret-agreed-on-by-mail");
        String key = operator()
                .post("/partners/key-five/rotate-key")
                .then()
                .statusCode(200)
                .extract()
                .path("api_key");
        get("/partners/key-five/status", key).statusCode(200);
        get("/partners/key-five/sent/evt_none", key).statusCode(404);
        operator().delete("/partners/key-five").then().statusCode(204);
    }

    private static ValidatableResponse rotate(String code, String body) {
        return operator()
                .contentType("application/json")
                .body(body)
                .post("/partners/" + code + "/rotate-key")
                .then();
    }

    private static String register(String code) {
        return operator()
                .contentType("application/json")
                .body(Map.of("name", code, "webhook_url", "http://127.0.0.1:9/nowhere"))
                .post("/partners/register")
                .then()
                .statusCode(201)
                .extract()
                .path("api_key");
    }

    private static ValidatableResponse get(String path, String token) {
        return given().header("Authorization", "Bearer " + token).get(path).then();
    }

    private static io.restassured.specification.RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + OPERATOR);
    }

    /** Who may call matters here, as in production. */
    public static final class Closed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("comanda.access.open", "false", "comanda.access.operator-token", OPERATOR);
        }
    }
}
