package dev.comanda.web.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.comanda.web.MovableClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(AuditTest.Closed.class)
class AuditTest {
    private static final String OPERATOR = "operator-token-0123456789";
    private static final String DESK = "cmt_" + "d".repeat(43);

    @Inject
    @SuppressWarnings("NullAway.Init") // the test framework fills it
    Jdbi jdbi;

    @Inject
    @SuppressWarnings("NullAway.Init") // the test framework fills it
    Audit audit;

    @Inject
    @SuppressWarnings("NullAway.Init") // the test framework fills it
    AuditRetention retention;

    @Inject
    @SuppressWarnings("NullAway.Init") // the test framework fills it
    MovableClock clock;

    /** As in production. */
    public static final class Closed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "comanda.access.open",
                    "false",
                    "COMANDA_OPERATOR_TOKEN",
                    OPERATOR,
                    "COMANDA_TOKENS",
                    "desk:operate:" + sha256(DESK));
        }

        private static String sha256(String token) {
            try {
                byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @BeforeEach
    void empty() {
        jdbi.useHandle(db -> db.execute("truncate audit"));
    }

    @Test
    void anActLeavesWhoDidWhatAndWhatItChanged() {
        with(DESK).post("/acts/north/paint").then().statusCode(204);

        trail("")
                .body("audit", hasSize(1))
                .body("next", nullValue())
                .body("audit[0].at", equalTo("2026-02-01T18:00:00Z"))
                .body("audit[0].actor", equalTo("desk"))
                .body("audit[0].address", equalTo("127.0.0.1"))
                .body("audit[0].action", equalTo("wall.paint"))
                .body("audit[0].object", equalTo("north"))
                .body("audit[0].reason", equalTo("it was grey"))
                .body("audit[0].before.color", equalTo("grey"))
                .body("audit[0].after.color", equalTo("green"));
    }

    @Test
    void everyFieldIsShownAlsoWithoutAValue() {
        with(OPERATOR).post("/acts/north/knock").then().statusCode(204);

        trail("").body("audit[0].actor", equalTo("operator"));
        for (String field : List.of("audit_id", "reason", "before", "after", "trace_id")) {
            trail("").body("audit[0]", hasKey(field));
        }
    }

    @Test
    void anActThatIsRolledBackLeavesNoRow() {
        with(DESK).post("/acts/north/fail").then().statusCode(500);
        trail("").body("audit", hasSize(0));

        with(DESK).post("/acts/north/paint").then().statusCode(204);
        trail("").body("audit", hasSize(1));
    }

    @Test
    void anActOutsideOfATransactionIsAFault() {
        with(DESK).post("/acts/north/loose").then().statusCode(500);
        trail("").body("audit", hasSize(0));
    }

    @Test
    void whatNobodyAskedForIsTheSystems() {
        QuarkusTransaction.requiringNew().run(() -> audit.record("wall.paint", "south", null, null, null));

        trail("").body("audit[0].actor", equalTo("system")).body("audit[0].address", nullValue());
    }

    @Test
    void eachFilterNarrowsTheTrail() {
        with(DESK).post("/acts/north/paint");
        with(DESK).post("/acts/south/knock");
        with(OPERATOR).post("/acts/south/paint");

        trail("").body("audit.object", contains("south", "south", "north"));
        trail("actor=desk").body("audit.object", contains("south", "north"));
        trail("action=wall.paint").body("audit.actor", contains("operator", "desk"));
        trail("object=south").body("audit.action", contains("wall.paint", "wall.knock"));
        trail("object=south&actor=desk").body("audit.action", contains("wall.knock"));
        trail("actor=nobody").body("audit", hasSize(0));
    }

    @Test
    void theCursorLeadsThroughAllRowsOnce() {
        QuarkusTransaction.requiringNew().run(() -> {
            for (int i = 0; i < 250; i++) {
                audit.record("wall.paint", "w-" + i, null, null, null);
            }
        });
        String first = trail("").body("audit", hasSize(100)).extract().path("next");
        String second =
                trail("cursor=" + first).body("audit", hasSize(100)).extract().path("next");

        trail("cursor=" + second)
                .body("audit", hasSize(50))
                .body("audit[49].object", equalTo("w-0"))
                .body("next", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cursor=1", "actor=%20", "object=a%20b", "action=%C3%A9"})
    void aFilterThatCannotBeOneIsNamed(String query) {
        with(OPERATOR)
                .urlEncodingEnabled(false)
                .get("/audit?" + query)
                .then()
                .statusCode(400)
                .body("field", equalTo(query.substring(0, query.indexOf('='))));
    }

    @Test
    void theTrailNeedsTheScopeRead() {
        with(DESK).get("/audit").then().statusCode(403).body("scope", equalTo("read"));
        given().get("/audit").then().statusCode(401);
    }

    @Test
    void aRowIsNeverChanged() {
        with(DESK).post("/acts/north/paint").then().statusCode(204);

        assertThatThrownBy(() -> jdbi.useHandle(db -> db.execute("update audit set actor = 'somebody'")))
                .hasMessageContaining("a row of the audit trail cannot be changed");
    }

    @Test
    void rowsGoWhenTheirRetentionHasPassed() {
        QuarkusTransaction.requiringNew().run(() -> {
            for (int i = 0; i < AuditRetention.BATCH + 1; i++) {
                audit.record("wall.paint", "old", null, null, null);
            }
        });
        clock.pass(Duration.ofDays(399));
        with(DESK).post("/acts/young/paint").then().statusCode(204);
        retention.sweep();
        assertThat(rows()).isEqualTo(AuditRetention.BATCH + 2);

        clock.pass(Duration.ofDays(2));
        retention.sweep();
        assertThat(rows()).isEqualTo(1);
        trail("").body("audit.object", contains("young"));
        clock.pass(Duration.ofDays(-401));
    }

    private int rows() {
        return jdbi.withHandle(db -> db.createQuery("select count(*) from audit")
                .mapTo(Integer.class)
                .one());
    }

    private static ValidatableResponse trail(String query) {
        return with(OPERATOR)
                .get(query.isEmpty() ? "/audit" : "/audit?" + query)
                .then()
                .statusCode(200);
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
