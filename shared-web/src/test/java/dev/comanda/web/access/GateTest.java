package dev.comanda.web.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.comanda.web.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(GateTest.Closed.class)
class GateTest {
    private static final String OPERATOR = "operator-token-0123456789";

    @Inject
    @SuppressWarnings("NullAway.Init") // the test framework fills it
    MovableClock clock;

    /** As in production. */
    public static final class Closed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("comanda.access.open", "false", "COMANDA_OPERATOR_TOKEN", OPERATOR);
        }
    }

    @BeforeEach
    void beginANewWindow() {
        clock.pass(FailedTokens.WINDOW);
    }

    @Test
    void letsTheOperatorThroughEveryDoor() {
        with(OPERATOR).get("/doors").then().statusCode(200);
        with(OPERATOR).get("/doors/open").then().statusCode(200);
        with(OPERATOR).get("/doors/alpha/status").then().statusCode(200).body(equalTo("alpha"));
        with(OPERATOR).post("/doors/alpha/pause").then().statusCode(200);
    }

    @Test
    void letsAnybodyThroughOpenDoors() {
        given().get("/doors/open").then().statusCode(200);
        given().get("/hall").then().statusCode(200);
        with("wrong").get("/doors/open").then().statusCode(200);
    }

    @Test
    void letsAPartnerSeeItsOwnAndNothingElse() {
        with("key-of-alpha").get("/doors/alpha/status").then().statusCode(200);
        with("key-of-alpha").get("/doors/beta/status").then().statusCode(404);
        with("key-of-alpha").get("/doors").then().statusCode(404);
        with("key-of-alpha").post("/doors/alpha/pause").then().statusCode(404);
        with("key-of-beta").get("/doors/beta/status").then().statusCode(200);
    }

    @Test
    void disclosesNothingAboutAnothersDoor() {
        String another = with("key-of-alpha").get("/doors/beta/status").asString();
        String nothing = with("key-of-alpha").get("/doors/beta/nothing").asString();

        assertThat(another).isEqualTo(nothing);
    }

    @Test
    void asksNobodyForAToken() {
        given().get("/doors")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .body("type", equalTo("urn:comanda:problem:unauthorized"))
                .body("detail", equalTo("This path needs a token: Authorization: Bearer."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer operator-token-012345678",
                "Bearer operator-token-01234567890",
                "Bearer ",
                "Bearer",
                "operator-token-0123456789",
                "Basic b3BlcmF0b3ItdG9rZW4tMDEyMzQ1Njc4OQ==",
                "Bearer operator-token-0123456789 more"
            })
    void refusesWhatIsNoToken(String authorization) {
        given().header("Authorization", authorization)
                .get("/doors")
                .then()
                .statusCode(401)
                .body("detail", equalTo("The token is not valid."));
    }

    @Test
    void readsTheSchemeInAnyCase() {
        given().header("Authorization", "bearer " + OPERATOR)
                .get("/doors")
                .then()
                .statusCode(200);
    }

    @Test
    void makesASourceOfTenWrongTokensWaitUntilTheWindowPasses() {
        for (int i = 0; i < FailedTokens.LIMIT; i++) {
            with("wrong-" + i).get("/doors").then().statusCode(401);
        }
        clock.pass(Duration.ofSeconds(20));
        with("wrong")
                .get("/doors")
                .then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", "40")
                .body("type", equalTo("urn:comanda:problem:too-many-requests"));
        with("wrong").get("/q/metrics").then().statusCode(429).header("Retry-After", "40");
        with(OPERATOR).get("/doors").then().statusCode(200);
        with("key-of-alpha").get("/doors/alpha/status").then().statusCode(200);
        given().get("/doors").then().statusCode(401);
        with("wrong").get("/doors/open").then().statusCode(200);

        clock.pass(Duration.ofSeconds(40));
        with("wrong").get("/doors").then().statusCode(401);
    }

    @Test
    void neverMakesPartnersWaitForAskingTheWrongDoor() {
        for (int i = 0; i <= FailedTokens.LIMIT; i++) {
            with("key-of-alpha").get("/doors").then().statusCode(404);
        }
        with("key-of-alpha").get("/doors/alpha/status").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q",
                "/q/",
                "/q/metrics",
                "/q/openapi",
                "/q/swagger-ui",
                "//q/metrics",
                "/x/../q/metrics",
                "/%71/metrics",
                "/q/health/../metrics",
                "/q/healthy"
            })
    void keepsTheWorkingsForTheOperator(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer");
        with(OPERATOR).urlEncodingEnabled(false).get(path).then().statusCode(404);
        with("key-of-alpha").urlEncodingEnabled(false).get(path).then().statusCode(401);
    }

    /** This application has no health checks, so 404 is what came through the gate. */
    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready"})
    void letsAnybodySeeHealth(String path) {
        given().get(path).then().statusCode(404);
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
