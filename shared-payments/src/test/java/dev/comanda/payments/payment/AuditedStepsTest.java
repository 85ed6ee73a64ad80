package dev.comanda.payments.payment;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person does with a payment leaves one row with the name of their token. */
@QuarkusTest
@TestProfile(AuditedStepsTest.Closed.class)
class AuditedStepsTest {
    private static final String CASHIER = "cmt_" + "c".repeat(43);
    private static final String READER = "cmt_" + "r".repeat(43);

    @Inject
    Jdbi jdbi;

    private final String reference = "ORD-" + UUID.randomUUID();

    /** Who may call matters here, as in production. */
    public static final class Closed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "comanda.access.open", "false",
                    "comanda.access.operator-token", "operator-token-0123456789",
                    "comanda.access.tokens", "cashier:payments:" + sha256(CASHIER) + ",reader:read:" + sha256(READER));
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
    void aRefundIsOneRowAlsoWhenItIsRepeated() {
        String id = create("true");
        refund(id, "100.00").statusCode(201);
        refund(id, "100.00").statusCode(201);
        refund(id, "100.01").statusCode(422);

        trail().body("audit", hasSize(1))
                .body("audit[0].action", equalTo("payment.refund"))
                .body("audit[0].actor", equalTo("cashier"))
                .body("audit[0].object", equalTo(id))
                .body("audit[0].before.state", equalTo("PAID"))
                .body("audit[0].after", hasKey("refund_id"))
                .body("audit[0].after.amount", equalTo("100.00 USD"));
    }

    @Test
    void aCaptureIsOneRowAndARefusedCancelNone() {
        String id = create("false");
        post("/payments/" + id + "/capture").statusCode(200);
        post("/payments/" + id + "/capture").statusCode(200);
        post("/payments/" + id + "/cancel").statusCode(409);

        trail().body("audit.action", contains("payment.capture")).body("audit[0].before.state", equalTo("AUTHORIZED"));
    }

    @Test
    void aCancelIsOneRow() {
        String id = create("false");
        post("/payments/" + id + "/cancel").statusCode(200);

        trail().body("audit.action", contains("payment.cancel")).body("audit.object", contains(id));
    }

    @Test
    void aDecisionIsOneRowWithWhatWasDecided() throws InterruptedException {
        String taken = underReview();
        post("/payments/" + taken + "/accept").statusCode(200);
        post("/payments/" + taken + "/accept").statusCode(200);
        post("/payments/" + taken + "/reject").statusCode(409);

        trail().body("audit.action", contains("payment.accept"))
                .body("audit[0].before.review", equalTo("amount"))
                .body("audit[0].after.decision", equalTo("ACCEPTED"));
    }

    @Test
    void aRejectionIsOneRow() throws InterruptedException {
        String id = underReview();
        post("/payments/" + id + "/reject").statusCode(200);

        trail().body("audit.action", contains("payment.reject")).body("audit[0].after.decision", equalTo("REJECTED"));
    }

    @Test
    void aTaskIsDoneOnce() {
        long task = jdbi.withHandle(
                db -> db.createQuery("""
                        insert into operator_task (kind, object_id, detail, created_at)
                        values ('dispute', ?, 'send evidence', now()) returning id
                        """).bind(0, reference).mapTo(Long.class).one());
        post("/payments/tasks/" + task + "/done").statusCode(200);
        post("/payments/tasks/" + task + "/done").statusCode(200);
        post("/payments/tasks/999999999/done").statusCode(404);

        trail().body("audit.action", contains("task.done"))
                .body("audit[0].object", equalTo(String.valueOf(task)))
                .body("audit[0].before.kind", equalTo("dispute"));
    }

    @Test
    void onlyThePaymentsScopeSeesWhereThePayerGoesOn() {
        String id = create("true,\"metadata\":{\"scenario\":\"requires_action\"}");

        with(CASHIER).get("/payments/" + id).then().statusCode(200).body("$", hasKey("redirect_url"));
        with(READER).get("/payments/" + id).then().statusCode(200).body("$", not(hasKey("redirect_url")));
    }

    private String create(String capture) {
        return with(CASHIER)
                .contentType("application/json")
                .header("Idempotency-Key", "key-" + reference)
                .body("{\"amount\":\"250.00\",\"currency\":\"USD\",\"capture\":" + capture + ",\"reference\":\""
                        + reference + "\"}")
                .post("/payments")
                .then()
                .statusCode(201)
                .extract()
                .path("payment_id");
    }

    /** Paid with another amount than was asked for, as its provider's webhook says a moment later. */
    private String underReview() throws InterruptedException {
        String id = create("true,\"metadata\":{\"scenario\":\"wrong_amount\"}");
        for (int i = 0; i < 100 && with(CASHIER).get("/payments/" + id).path("review") == null; i++) {
            Thread.sleep(50);
        }
        return id;
    }

    private ValidatableResponse refund(String id, String amount) {
        return with(CASHIER)
                .contentType("application/json")
                .header("Idempotency-Key", "refund-" + reference)
                .body("{\"amount\":\"" + amount + "\"}")
                .post("/payments/" + id + "/refunds")
                .then();
    }

    private static ValidatableResponse post(String path) {
        return with(CASHIER).post(path).then();
    }

    private static ValidatableResponse trail() {
        return with(READER).get("/audit").then().statusCode(200);
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
