package dev.comanda.web.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.comanda.web.LogLines;
import dev.comanda.web.MovableClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(GateTest.Closed.class)
class GateTest {
    private static final String OPERATOR = "operator-token-0123456789";
    private static final String READER = token('r');
    private static final String SCRAPER = token('m');
    private static final String OLD = token('o');
    private static final String NEW = token('n');

    @Inject
    @SuppressWarnings("NullAway.Init") // the test framework fills it
    MovableClock clock;

    @Inject
    @SuppressWarnings("NullAway.Init") // the test framework fills it
    KnownKeys keys;

    @Inject
    @SuppressWarnings("NullAway.Init") // the test framework fills it
    MeterRegistry metrics;

    /** As in production. */
    public static final class Closed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            String tokens = String.join(
                    ",",
                    "reader:read:" + Sha256.hex(READER),
                    "scraper:metrics:" + Sha256.hex(SCRAPER),
                    "desk:read+operate:" + Sha256.hex(OLD),
                    "desk:read+operate:" + Sha256.hex(NEW).toUpperCase(Locale.ROOT));
            return Map.of("comanda.access.open", "false", "COMANDA_OPERATOR_TOKEN", OPERATOR, "COMANDA_TOKENS", tokens);
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
    void aTokenOpensWhatItsScopesSayAndNothingElse() {
        with(READER).get("/doors").then().statusCode(200).body(equalTo("reader"));
        with(READER).get("/doors/alpha/status").then().statusCode(200);
        with(READER)
                .post("/doors/alpha/pause")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:comanda:problem:forbidden"))
                .body("detail", equalTo("This needs a token with the scope operate."))
                .body("scope", equalTo("operate"));
        with(SCRAPER).get("/doors/alpha/status").then().statusCode(403).body("scope", equalTo("read"));
        with(SCRAPER).get("/doors/open").then().statusCode(200);
    }

    @Test
    void bothTokensOfOneNameAreValidWhileOneIsReplaced() {
        with(OLD).get("/doors").then().statusCode(200).body(equalTo("desk"));
        with(NEW).get("/doors").then().statusCode(200).body(equalTo("desk"));
        with(NEW).post("/doors/alpha/pause").then().statusCode(200);
        with(token('x')).get("/doors").then().statusCode(401);
    }

    /** Not even to the operator: a decision is missing. */
    @Test
    void aMethodThatSaysNothingIsRefusedToEverybody() {
        given().get("/doors/undecided").then().statusCode(401);
        with(KnownKeys.ALPHA).get("/doors/undecided").then().statusCode(404);
        with(OPERATOR)
                .get("/doors/undecided")
                .then()
                .statusCode(403)
                .body("detail", equalTo("Nobody may call this path."));
    }

    @Test
    void theScraperSeesTheMetricsAndNotTheOpenApiDocument() {
        with(SCRAPER).get("/q/metrics").then().statusCode(404);
        with(SCRAPER).get("/q/openapi").then().statusCode(403).body("scope", equalTo("read"));
        with(SCRAPER).get("/q/metrics/../openapi").then().statusCode(403);
        with(NEW).get("/q/openapi").then().statusCode(404);
    }

    @Test
    void aTextThatIsNoKeyNeverReachesTheDatabase() {
        int before = keys.lookups.get();

        for (String text : List.of(
                "wrong",
                KnownKeys.ALPHA + "x",
                KnownKeys.ALPHA.substring(1),
                KnownKeys.ALPHA.replace('-', '.'),
                token('z'))) {
            with(text).get("/doors").then().statusCode(401);
        }
        assertThat(keys.lookups).hasValue(before);
    }

    @Test
    void aKeyThatNobodyHasIsLookedUpOnceAMinute() {
        String nobodys = "cmd_" + "n".repeat(43);
        int before = keys.lookups.get();

        with(nobodys).get("/doors").then().statusCode(401);
        with(nobodys).get("/doors").then().statusCode(401);
        assertThat(keys.lookups).hasValue(before + 1);

        clock.pass(Duration.ofMinutes(1));
        with(nobodys).get("/doors").then().statusCode(401);
        assertThat(keys.lookups).hasValue(before + 2);
    }

    @Test
    void refusalsAreCountedByTheirReason() {
        double wrong = refused("wrong_token");
        double none = refused("no_token");
        double scope = refused("no_scope");
        double own = refused("not_own");

        with("wrong").get("/doors").then().statusCode(401);
        given().get("/doors").then().statusCode(401);
        with(SCRAPER).get("/doors").then().statusCode(403);
        with(KnownKeys.ALPHA).get("/doors/beta/status").then().statusCode(404);
        with(READER).get("/doors").then().statusCode(200);

        assertThat(refused("wrong_token")).isEqualTo(wrong + 1);
        assertThat(refused("no_token")).isEqualTo(none + 1);
        assertThat(refused("no_scope")).isEqualTo(scope + 1);
        assertThat(refused("not_own")).isEqualTo(own + 1);
    }

    @Test
    void refusalsAreLoggedWithoutTheTokenAndNotWithoutEnd() {
        clock.pass(Duration.ofMinutes(1));
        try (LogLines log = new LogLines()) {
            for (int i = 0; i < 30; i++) {
                with("secret-" + i).get("/doors");
            }
            List<String> lines = log.lines().stream()
                    .filter(line -> line.contains("refused (wrong_token)"))
                    .toList();
            assertThat(lines).hasSize(10).noneMatch(line -> line.contains("secret"));
            assertThat(lines.getFirst()).isEqualTo("refused (wrong_token): GET /doors from 127.0.0.1");
            assertThat(lines.getLast()).endsWith("; further ones of this minute are only counted");
        }
    }

    @Test
    void letsAnybodyThroughOpenDoors() {
        given().get("/doors/open").then().statusCode(200);
        given().get("/hall").then().statusCode(200);
        with("wrong").get("/doors/open").then().statusCode(200);
    }

    @Test
    void letsAPartnerSeeItsOwnAndNothingElse() {
        with(KnownKeys.ALPHA).get("/doors/alpha/status").then().statusCode(200);
        with(KnownKeys.ALPHA).get("/doors/beta/status").then().statusCode(404);
        with(KnownKeys.ALPHA).get("/doors").then().statusCode(404);
        with(KnownKeys.ALPHA).post("/doors/alpha/pause").then().statusCode(404);
        with(KnownKeys.BETA).get("/doors/beta/status").then().statusCode(200);
    }

    @Test
    void disclosesNothingAboutAnothersDoor() {
        String another = with(KnownKeys.ALPHA).get("/doors/beta/status").asString();
        String nothing = with(KnownKeys.ALPHA).get("/doors/beta/nothing").asString();

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
        with(KnownKeys.ALPHA).get("/doors/alpha/status").then().statusCode(200);
        given().get("/doors").then().statusCode(401);
        with("wrong").get("/doors/open").then().statusCode(200);

        clock.pass(Duration.ofSeconds(40));
        with("wrong").get("/doors").then().statusCode(401);
    }

    @Test
    void neverMakesPartnersWaitForAskingTheWrongDoor() {
        for (int i = 0; i <= FailedTokens.LIMIT; i++) {
            with(KnownKeys.ALPHA).get("/doors").then().statusCode(404);
        }
        with(KnownKeys.ALPHA).get("/doors/alpha/status").then().statusCode(200);
    }

    /** Its key counted as a wrong token there, so that everybody at its address was answered 429. */
    @Test
    void aPartnersKeyOnTheMetricsIsNoWrongToken() {
        double wrong = refused("wrong_token");
        for (int i = 0; i <= FailedTokens.LIMIT; i++) {
            with(KnownKeys.ALPHA).get("/q/metrics").then().statusCode(404).contentType("application/problem+json");
        }
        assertThat(refused("wrong_token")).isEqualTo(wrong);
        with("cmd_" + "w".repeat(43)).get("/q/metrics").then().statusCode(401);
        with("wrong").get("/doors").then().statusCode(401);
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
        with(KnownKeys.ALPHA)
                .urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:comanda:problem:not-found"));
    }

    /** This application has no health checks, so 404 is what came through the gate. */
    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready"})
    void letsAnybodySeeHealth(String path) {
        given().get(path).then().statusCode(404);
    }

    private double refused(String reason) {
        return metrics.counter("comanda.access.refused", "reason", reason).count();
    }

    private static String token(char filling) {
        return "cmt_" + String.valueOf(filling).repeat(43);
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
