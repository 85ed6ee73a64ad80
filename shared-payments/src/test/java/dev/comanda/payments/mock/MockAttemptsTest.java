package dev.comanda.payments.mock;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.comanda.payments.ledger.Fact;
import dev.comanda.signing.Signer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Several attempts at one payment, over HTTP: those the mock plays, and webhooks of any attempts in any order. */
@QuarkusTest
class MockAttemptsTest {
    @Inject
    MockSecrets secrets;

    @Inject
    Jdbi jdbi;

    private final String reference = "ORD-" + UUID.randomUUID();

    @Test
    void paidTwiceIsPaidAndItsTaskRefundsTheSecondAttempt() {
        String id =
                create("\"metadata\":{\"scenario\":\"paid_twice\"}").extract().path("payment_id");
        await(() -> tasks(id).size() == 1);
        given().get("/payments/" + id)
                .then()
                .body("state", equalTo("PAID"))
                .body("captured_amount", equalTo("500.00"))
                .body("attempts.status", contains("captured", "captured"));
        given().post("/payments/tasks/" + taskOf(id) + "/refund").then().statusCode(200);
        await(() -> read(id, "refunded_amount").equals("250.00"));
        given().get("/payments/" + id)
                .then()
                .body("state", equalTo("PAID"))
                .body("attempts.status", contains("captured", "refunded"));
        assertThat(tasks(id)).isEmpty();
    }

    @Test
    void halfOfTheAmountIsAcceptedOrRejectedOnce() {
        String id = create("\"metadata\":{\"scenario\":\"wrong_amount\"}")
                .body("state", equalTo("PENDING"))
                .body("review.reason", equalTo("amount"))
                .body("captured_amount", equalTo("125.00"))
                .extract()
                .path("payment_id");
        assertThat(tasks(id)).hasSize(1);
        given().contentType("application/json")
                .header("Idempotency-Key", "refund-" + id)
                .post("/payments/" + id + "/refunds")
                .then()
                .statusCode(409)
                .body("detail", equalTo("The payment is under review: accept or reject it."));
        int task = taskOf(id);
        given().post("/payments/tasks/" + task + "/accept").then().statusCode(200);
        given().post("/payments/tasks/" + task + "/accept").then().statusCode(200);
        given().post("/payments/tasks/" + task + "/reject").then().statusCode(409);
        assertThat(read(id, "state")).isEqualTo("PAID");
        assertThat(tasks(id)).isEmpty();
    }

    @Test
    void euroForDollarsAreNotCountedAndGoBackWhenRejected() {
        String id = create("\"metadata\":{\"scenario\":\"wrong_currency\"}")
                .body("state", equalTo("PENDING"))
                .body("review.reason", equalTo("currency"))
                .body("captured_amount", equalTo("0.00"))
                .body("attempts.currency", contains("EUR"))
                .body("attempts.amount", contains("250.00"))
                .extract()
                .path("payment_id");
        given().post("/payments/tasks/" + taskOf(id) + "/reject").then().statusCode(200);
        await(() -> read(id, "state").equals("REFUNDED"));
        given().get("/payments/" + id + "/refunds").then().body("refunds.currency", contains("EUR"));
    }

    @Test
    void attemptsToldInAnyOrderEndTheSame() {
        Random random = new Random(5);
        for (int i = 0; i < 15; i++) {
            String id = create("\"capture\":false", reference + i)
                    .body("state", equalTo("AUTHORIZED"))
                    .extract()
                    .path("payment_id");
            Instant now = Instant.now();
            List<Fact> attempts = List.of(
                    attempt(id, "cheap", 100, "USD", now),
                    attempt(id, "right", 25_000, "USD", now.plusSeconds(1)),
                    attempt(id, "euros", 25_000, "EUR", now.plusSeconds(2)),
                    attempt(id, "again", 25_000, "USD", now.plusSeconds(3)));
            List<Fact> told = new ArrayList<>(attempts);
            told.add(attempts.get(random.nextInt(4)));
            Collections.shuffle(told, random);
            told.forEach(fact -> post(id, fact));
            String prefix = "mock_" + id;
            await(() -> Set.copyOf(tasks(id))
                    .equals(Set.of(
                            "review " + prefix + "cheap",
                            "review " + prefix + "euros",
                            "overpaid " + prefix + "again")));
            await(() -> read(id, "captured_amount").equals("501.00"));
            assertThat(read(id, "state")).isEqualTo("PAID");
            assertThat(read(id, "provider_payment_id")).isEqualTo(prefix + "right");
        }
    }

    private static Fact attempt(String paymentId, String name, long minor, String currency, Instant at) {
        return new Fact.Intent(
                "mock_" + paymentId + name,
                Fact.Intent.Status.SUCCEEDED,
                at,
                minor,
                minor,
                currency,
                paymentId,
                null,
                at,
                false);
    }

    private void post(String paymentId, Fact fact) {
        String eventId = "mock_evt_" + UUID.randomUUID();
        byte[] payload = new MockEvent(
                        eventId,
                        "payment.paid",
                        Instant.now(),
                        new MockEvent.Data(fact.id(), Map.of("comanda_payment_id", paymentId), List.of(fact)))
                .payload();
        RequestSpecification post = given().contentType("application/json").body(payload);
        Signer.sign(secrets.of("mock"), eventId, Instant.now(), payload).forEach((name, value) -> {
            if (name.startsWith("webhook-")) {
                post.header(name, value);
            }
        });
        post.post("/payments/process/mock").then().statusCode(200).body("status", equalTo("processed"));
    }

    private ValidatableResponse create(String extra) {
        return create(extra, reference);
    }

    private static ValidatableResponse create(String extra, String reference) {
        return given().contentType("application/json")
                .header("Idempotency-Key", "key-" + reference)
                .body("{\"amount\":\"250.00\",\"currency\":\"USD\",\"reference\":\"" + reference + "\"," + extra + "}")
                .post("/payments")
                .then()
                .statusCode(201);
    }

    private static String read(String id, String field) {
        return given().get("/payments/" + id).then().statusCode(200).extract().path(field);
    }

    private List<String> tasks(String id) {
        return jdbi.withHandle(db -> db.createQuery(
                        "select kind || ' ' || object_id from operator_task where payment_id = ? and done_at is null")
                .bind(0, id)
                .mapTo(String.class)
                .list());
    }

    private int taskOf(String id) {
        return jdbi.withHandle(db -> db.createQuery("select id from operator_task where payment_id = ?")
                .bind(0, id)
                .mapTo(Integer.class)
                .one());
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("in time").isBefore(end);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
