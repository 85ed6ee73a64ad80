package dev.comanda.payments.payment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The /payments API over HTTP, PostgreSQL and the mock provider, which posts its webhooks back over HTTP. */
@QuarkusTest
class PaymentApiTest {
    @Inject
    Jdbi jdbi;

    @Inject
    Heard heard;

    @Inject
    PaymentMetrics metrics;

    private final String reference = "ORD-" + UUID.randomUUID();

    @Test
    void aPaymentIsMadeAnswersAndHasItsEffectsOnce() {
        String id = create(body("250.00", ""), "key-" + reference)
                .statusCode(201)
                .header("Cache-Control", equalTo("no-store"))
                .body("payment_id", startsWith("pay_"))
                .body("provider_payment_id", startsWith("mock_pay_"))
                .body("variant", equalTo("mock"))
                .body("provider", equalTo("mock"))
                .body("state", equalTo("PAID"))
                .body("amount", equalTo("250.00"))
                .body("currency", equalTo("USD"))
                .body("reference", equalTo(reference))
                .body("captured_amount", equalTo("250.00"))
                .body("refunded_amount", equalTo("0.00"))
                .body("disputed_amount", equalTo("0.00"))
                .body("review", nullValue())
                .body("paid_at", notNullValue())
                .extract()
                .path("payment_id");
        await(() -> webhooks(id) == 1);
        assertThat(heard.of(reference)).containsExactly("captured " + reference + " 250.00");
        assertThat(mails(id)).containsExactly("paid:" + id + " sent");
        given().get("/orders/" + reference)
                .then()
                .statusCode(200)
                .body("state", equalTo("PAID"))
                .body("payments.payment_id", contains(id));
        given().get("/payments?reference=" + reference)
                .then()
                .statusCode(200)
                .body("payments.payment_id", contains(id));
        given().get("/payments/" + id + "/history")
                .then()
                .statusCode(200)
                .body("history[0].source", equalTo("operator"))
                .body("history[0].state_after", equalTo("UNKNOWN"))
                .body("history[1].source", startsWith("operation op_"))
                .body("history[1].state_before", equalTo("UNKNOWN"))
                .body("history[1].state_after", equalTo("PAID"));
    }

    @Test
    void theSameKeyAnswersTheSamePaymentAndAnotherBodyIsRefused() {
        String key = "key-" + reference;
        String id = create(body("250.00", ""), key).statusCode(201).extract().path("payment_id");
        create(body("250.0", ""), key).statusCode(201).body("payment_id", equalTo(id));
        create(body("251.00", ""), key)
                .statusCode(422)
                .body("type", equalTo("urn:comanda:problem:idempotency-key-reused"));
        create(body("250.00", ""), "another-" + reference)
                .statusCode(409)
                .body("payment_id", equalTo(id))
                .body("type", equalTo("urn:comanda:problem:conflict"));
    }

    @Test
    void aKeyIsRequired() {
        given().contentType("application/json")
                .body(body("250.00", ""))
                .post("/payments")
                .then()
                .statusCode(400)
                .body("field", equalTo("Idempotency-Key"));
        create(body("250.00", ""), "ñ".repeat(3)).statusCode(400);
        create(body("250.00", ""), "k".repeat(256)).statusCode(400);
    }

    @ParameterizedTest
    @CsvSource({
        "250, true",
        "'\"250.001\"', true",
        "'\"0\"', true",
        "'\"-1\"', true",
        "'\"1e3\"', true",
        "'\"01\"', true",
        "'\"1234567890123456\"', true",
        "'\"0.01\"', false"
    })
    void amountsAreExactTexts(String amount, boolean refused) {
        given().contentType("application/json")
                .header("Idempotency-Key", "key-" + reference)
                .body("{\"amount\":%s,\"currency\":\"USD\",\"reference\":\"%s\"}".formatted(amount, reference))
                .post("/payments")
                .then()
                .statusCode(refused ? 400 : 201);
    }

    @Test
    void aDeclinedPaymentIsKeptAndAnotherMayFollow() {
        String id = create(body("250.00", "declined"), "key-" + reference)
                .statusCode(402)
                .body("type", equalTo("urn:comanda:problem:payment-declined"))
                .body("code", notNullValue())
                .extract()
                .path("payment_id");
        given().get("/payments/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("FAILED"))
                .body("failure.code", notNullValue());
        create(body("250.00", "declined"), "key-" + reference).statusCode(402).body("payment_id", equalTo(id));
        create(body("250.00", ""), "again-" + reference).statusCode(201);
        given().get("/orders/" + reference)
                .then()
                .body("state", equalTo("PAID"))
                .body("payments", hasSize(2));
    }

    @Test
    void anAnswerThatIsLostIsUnknownUntilItIsKnown() {
        // The provider's webhook can be faster than the answer that says 202.
        String id = create(body("250.00", "timeout_after_success"), "key-" + reference)
                .statusCode(202)
                .body("state", oneOf("UNKNOWN", "PAID"))
                .extract()
                .path("payment_id");
        await(() -> state(id).equals("PAID"));
        await(() -> webhooks(id) == 1);
        create(body("250.00", "timeout_after_success"), "key-" + reference)
                .statusCode(202)
                .body("payment_id", equalTo(id))
                .body("state", equalTo("PAID"));
        assertThat(heard.of(reference)).containsExactly("captured " + reference + " 250.00");
    }

    @Test
    void ofTwoParallelRefundsOfSixtyPercentOneSucceeds() throws Exception {
        String id = paid();
        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = both.invokeAll(List.<Callable<Integer>>of(
                    () -> refund(id, "150.00", "one-" + reference).extract().statusCode(),
                    () -> refund(id, "150.00", "other-" + reference).extract().statusCode()));
            assertThat(List.of(answers.get(0).get(), answers.get(1).get())).containsExactlyInAnyOrder(201, 409);
        }
        await(() -> state(id).equals("PARTIALLY_REFUNDED"));
        given().get("/payments/" + id)
                .then()
                .body("refunded_amount", equalTo("150.00"))
                .body("captured_amount", equalTo("250.00"));
    }

    @Test
    void anOmittedAmountIsWhatIsLeft() {
        String id = paid();
        refund(id, "0.01", "one-" + reference)
                .statusCode(201)
                .body("amount", equalTo("0.01"))
                .body("refund_id", startsWith("op_"));
        given().contentType("application/json")
                .header("Idempotency-Key", "rest-" + reference)
                .post("/payments/" + id + "/refunds")
                .then()
                .statusCode(201)
                .body("amount", equalTo("249.99"));
        await(() -> state(id).equals("REFUNDED"));
        refund(id, "0.01", "more-" + reference).statusCode(409);
        given().get("/payments/" + id + "/refunds")
                .then()
                .body("refunds.amount", contains("0.01", "249.99"))
                .body("refunds.status", contains("succeeded", "succeeded"));
        await(() -> heard.of(reference).size() == 3);
        assertThat(heard.of(reference))
                .containsExactlyInAnyOrder(
                        "captured " + reference + " 250.00",
                        "refunded " + reference + " 0.01",
                        "refunded " + reference + " 249.99");
    }

    @Test
    void aRepeatedRefundIsTheSameRefund() {
        String id = paid();
        String refund = refund(id, "100.00", "key").statusCode(201).extract().path("refund_id");
        refund(id, "100.00", "key").statusCode(201).body("refund_id", equalTo(refund));
        refund(id, "100.01", "key").statusCode(422);
        given().get("/payments/" + id + "/refunds").then().body("refunds", hasSize(1));
    }

    @Test
    void anAuthorisedPaymentIsCapturedOnceOrCanceled() {
        String captured = create(reserved(), "key-" + reference)
                .statusCode(201)
                .body("state", equalTo("AUTHORIZED"))
                .body("captured_amount", equalTo("0.00"))
                .extract()
                .path("payment_id");
        given().post("/payments/" + captured + "/capture")
                .then()
                .statusCode(200)
                .body("state", equalTo("PAID"));
        given().post("/payments/" + captured + "/capture")
                .then()
                .statusCode(200)
                .body("state", equalTo("PAID"));
        given().post("/payments/" + captured + "/cancel").then().statusCode(409);
        assertThat(heard.of(reference)).containsExactly("captured " + reference + " 250.00");
    }

    @Test
    void aCanceledAuthorisationIsOver() {
        String id = create(reserved(), "key-" + reference).extract().path("payment_id");
        given().post("/payments/" + id + "/cancel").then().statusCode(200).body("state", equalTo("CANCELED"));
        given().post("/payments/" + id + "/capture").then().statusCode(409);
        assertThat(heard.of(reference)).isEmpty();
        create(body("250.00", ""), "again-" + reference).statusCode(201);
    }

    @Test
    void aRefundThatFailsIsMailedAndCorrectedAndAskedAbout() {
        String id = create(body("250.00", "refund_failed"), "key-" + reference)
                .extract()
                .path("payment_id");
        refund(id, "250.00", "refund-" + reference).statusCode(201);
        await(() -> jdbi.withHandle(db -> db.createQuery("select count(*) from operator_task where payment_id = ?")
                        .bind(0, id)
                        .mapTo(Long.class)
                        .one())
                == 1);
        await(() -> state(id).equals("PAID"));
        assertThat(mails(id)).filteredOn(mail -> mail.startsWith("paid")).hasSize(1);
        long told =
                mails(id).stream().filter(mail -> mail.startsWith("refunded")).count();
        long corrected = mails(id).stream()
                .filter(mail -> mail.startsWith("refund-failed"))
                .count();
        assertThat(corrected).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"dispute_won, PAID", "dispute_lost, CHARGED_BACK"})
    void aDisputeIsToldOnceAndEnds(String scenario, String end) {
        String id = create(body("250.00", scenario), "key-" + reference)
                .statusCode(201)
                .extract()
                .path("payment_id");
        await(() -> heard.of(reference).contains("disputed " + reference + " 250.00"));
        await(() -> state(id).equals(end));
        assertThat(heard.of(reference))
                .containsExactlyInAnyOrder("captured " + reference + " 250.00", "disputed " + reference + " 250.00");
        List<String> tasks = jdbi.withHandle(
                db -> db.createQuery("""
                        select kind || ' ' || (due_at is not null) || ' ' || (done_at is not null)
                          from operator_task where payment_id = ?""").bind(0, id).mapTo(String.class).list());
        assertThat(tasks).as("closed by itself with its dispute").containsExactly("dispute true true");
    }

    @Test
    void aBookingMakesItsOwnPayment() {
        given().contentType("application/json")
                .header("Idempotency-Key", "key-" + reference)
                .body("{\"amount\":\"0.01\",\"currency\":\"USD\",\"reference\":\"BKG-1\"}")
                .post("/payments")
                .then()
                .statusCode(409)
                .body("detail", equalTo("A booking makes its own payment."));
    }

    @Test
    void metricsSayWhatIsOpen() {
        metrics.refresh();
        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("comanda_payments_open{what=\"operations_unknown\"}"))
                .body(containsString("comanda_payments_open_oldest_seconds{what=\"tasks_overdue\"}"));
    }

    @Test
    void variantsAreListedWithoutTheirKeys() {
        given().get("/payments/variants")
                .then()
                .statusCode(200)
                .body("variants.variant", contains("mock"))
                .body("variants[0].keySet()", hasSize(4));
    }

    private String paid() {
        return create(body("250.00", ""), "key-" + reference)
                .statusCode(201)
                .extract()
                .path("payment_id");
    }

    private ValidatableResponse create(String body, String key) {
        return given().contentType("application/json")
                .header("Idempotency-Key", key)
                .body(body)
                .post("/payments")
                .then();
    }

    private static ValidatableResponse refund(String id, String amount, String key) {
        return given().contentType("application/json")
                .header("Idempotency-Key", key)
                .body("{\"amount\":\"" + amount + "\"}")
                .post("/payments/" + id + "/refunds")
                .then();
    }

    private String body(String amount, String scenario) {
        return """
                {"amount":"%s","currency":"USD","reference":"%s",
                 "customer":{"email":"maria@example.com","name":"María García","locale":"es"}%s}""".formatted(
                amount, reference, scenario.isEmpty() ? "" : ",\"metadata\":{\"scenario\":\"" + scenario + "\"}");
    }

    private String reserved() {
        return "{\"amount\":\"250.00\",\"currency\":\"USD\",\"capture\":false,\"reference\":\"" + reference + "\"}";
    }

    private String state(String id) {
        return given().get("/payments/" + id).then().statusCode(200).extract().path("state");
    }

    private long webhooks(String id) {
        return jdbi.withHandle(
                db -> db.createQuery("select count(*) from provider_event where payment_id = ? and status = 'applied'")
                        .bind(0, id)
                        .mapTo(Long.class)
                        .one());
    }

    private List<String> mails(String id) {
        await(() ->
                jdbi.withHandle(db -> db.createQuery("select count(*) from mail where key like ? and status = 'queued'")
                                .bind(0, "%:" + id + "%")
                                .mapTo(Long.class)
                                .one()
                        == 0));
        return jdbi.withHandle(
                db -> db.createQuery("select key || ' ' || status from mail where key like ? order by id")
                        .bind(0, "%:" + id + "%")
                        .mapTo(String.class)
                        .list());
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
