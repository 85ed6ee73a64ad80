package dev.comanda.payments.webhook;

import static dev.comanda.payments.webhook.StripeDesk.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.comanda.payments.ShiftedClock;
import dev.comanda.payments.fake.FakeMercadoPago;
import dev.comanda.payments.fake.FakeStripe;
import dev.comanda.payments.fake.MercadoPagoAtHand;
import dev.comanda.payments.fake.StripeAtHand;
import dev.comanda.payments.payment.PaymentDesk;
import dev.comanda.payments.port.WebhookRequest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** MercadoPago's notifications, which say only which payment to ask about, and pages that any buyer can open. */
@QuarkusTest
@WithTestResource(StripeAtHand.class)
@WithTestResource(MercadoPagoAtHand.class)
class MercadoPagoWebhooksTest {
    @SuppressWarnings("NullAway.Init") // the test resource puts it in
    FakeMercadoPago mercadoPago;

    @SuppressWarnings("NullAway.Init") // the test resource puts it in
    FakeStripe stripe;

    @Inject
    Jdbi jdbi;

    @Inject
    ShiftedClock clock;

    @Inject
    PaymentDesk desk;

    @AfterEach
    void reset() {
        clock.reset();
    }

    @Test
    void aPageIsPaidAndRefundedInPartsAndContested() {
        String id = page("250.00");
        String payment = mercadoPago.payOn(preferenceOf(id));
        assertThat(notify("payment", payment)).isEqualTo("processed");
        await(() -> outcome(id).equals("PAID 250.00 0.00 0.00 [paid]"));
        given().get("/payments/" + id).then().body("provider_payment_id", equalTo(payment));
        refund(id, "100.00").statusCode(201).body("status", equalTo("succeeded"));
        notify("payment", payment);
        await(() -> outcome(id).equals("PARTIALLY_REFUNDED 250.00 100.00 0.00 [paid, refunded]"));
        String chargeback = mercadoPago.chargeback(payment, null);
        notify("payment", payment);
        await(() -> outcome(id).startsWith("DISPUTED 250.00 100.00"));
        mercadoPago.chargeback(payment, false);
        notify("topic_chargebacks_wh", chargeback);
        notify("payment", payment);
        await(() -> outcome(id).startsWith("CHARGED_BACK 250.00 100.00"));
        assertThat(outcome(id)).endsWith("[disputed, paid, refunded]");
    }

    /** A chargeback that MercadoPago covers leaves the seller with the money. */
    @Test
    void aCoveredChargebackEndsPaid() {
        String id = page("250.00");
        String payment = mercadoPago.payOn(preferenceOf(id));
        notify("payment", payment);
        String chargeback = mercadoPago.chargeback(payment, null);
        notify("payment", payment);
        notify("topic_chargebacks_wh", chargeback);
        await(() -> outcome(id).startsWith("DISPUTED"));
        mercadoPago.chargeback(payment, true);
        notify("topic_chargebacks_wh", chargeback);
        await(() -> outcome(id).startsWith("PAID"));
        assertThat(outcome(id)).endsWith("[disputed, paid]");
    }

    @Test
    void notificationsInAnyOrderAndNumberEndTheSame() {
        List<String> ids = new ArrayList<>();
        Random random = new Random(7);
        List<String> posts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String id = page("250.00");
            String payment = mercadoPago.payOn(preferenceOf(id));
            posts.addAll(Collections.nCopies(1 + random.nextInt(3), payment));
            ids.add(id);
        }
        Collections.shuffle(posts, random);
        posts.forEach(payment -> notify("payment", payment));
        for (String id : ids) {
            await(() -> outcome(id).equals("PAID 250.00 0.00 0.00 [paid]"));
        }
    }

    @Test
    void aPageThatIsPaidTwiceStaysPaidAndTheSecondPaymentIsATask() {
        String id = page("250.00");
        String page = preferenceOf(id);
        String first = mercadoPago.payOn(page);
        notify("payment", first);
        await(() -> outcome(id).equals("PAID 250.00 0.00 0.00 [paid]"));
        String second = mercadoPago.payOn(page);
        notify("payment", second);
        await(() -> tasks(id).equals(List.of("overpaid " + second)));
        assertThat(outcome(id)).isEqualTo("PAID 500.00 0.00 0.00 [paid]");
        given().get("/payments/" + id)
                .then()
                .body("provider_payment_id", equalTo(first))
                .body("review", nullValue())
                .body("attempts.provider_payment_id", contains(first, second))
                .body("attempts.amount", contains("250.00", "250.00"))
                .body("attempts.currency", contains("USD", "USD"))
                .body("attempts.status", contains("captured", "captured"))
                .body("attempts.at", everyItem(notNullValue()));
        String detail = given().get("/payments/tasks?payment_id=" + id)
                .then()
                .body("tasks.find { it.object_id == '" + second + "' }.actions", contains("refund", "done"))
                .extract()
                .path("tasks.find { it.object_id == '" + second + "' }.detail");
        assertThat(detail).contains(second, "250.00 USD");
    }

    @Test
    void theOneActionOfAnOverpaymentRefundsThatAttemptInFullAndOnce() {
        String id = page("250.00");
        String page = preferenceOf(id);
        String first = mercadoPago.payOn(page);
        String second = mercadoPago.payOn(page);
        notify("payment", second);
        notify("payment", first);
        await(() -> tasks(id).equals(List.of("overpaid " + second)));
        int task = taskOf(second);
        given().post("/payments/tasks/" + task + "/accept").then().statusCode(409);
        given().post("/payments/tasks/" + task + "/refund").then().statusCode(200);
        given().post("/payments/tasks/" + task + "/refund").then().statusCode(200);
        await(() -> outcome(id).equals("PAID 500.00 250.00 0.00 [paid, refunded]"));
        assertThat(tasks(id)).isEmpty();
        assertThat(refundsAsked(second)).hasSize(1);
        assertThat(refundsAsked(second).getFirst().idempotencyKeys().getFirst()).startsWith("comanda-op_");
        assertThat(refundsAsked(first)).isEmpty();
        given().get("/payments/" + id).then().body("attempts.status", contains("captured", "refunded"));
        refund(id, "250.00").statusCode(201);
        assertThat(refundsAsked(first)).hasSize(1);
        await(() -> outcome(id).startsWith("REFUNDED 500.00 500.00"));
    }

    @Test
    void anOverpaymentThatTheProviderShowsAsRefundedIsNoTaskAnyMore() {
        String id = page("250.00");
        String page = preferenceOf(id);
        notify("payment", mercadoPago.payOn(page));
        await(() -> outcome(id).startsWith("PAID"));
        String second = mercadoPago.payOn(page);
        notify("payment", second);
        await(() -> tasks(id).equals(List.of("overpaid " + second)));
        mercadoPago.change(
                second,
                payment ->
                        payment.put("status", "refunded").put("transaction_amount_refunded", new BigDecimal("250.00")));
        notify("payment", second);
        await(() -> tasks(id).isEmpty());
        assertThat(outcome(id)).isEqualTo("PAID 500.00 250.00 0.00 [paid]");
        given().post("/payments/tasks/" + taskOf(second) + "/refund").then().statusCode(409);
    }

    @Test
    void anOverpaymentThatIsSettledInAnotherWayIsRefundedByNobody() {
        String id = page("250.00");
        String page = preferenceOf(id);
        notify("payment", mercadoPago.payOn(page));
        String second = mercadoPago.payOn(page);
        notify("payment", second);
        await(() -> tasks(id).equals(List.of("overpaid " + second)));
        given().post("/payments/tasks/" + taskOf(second) + "/done").then().statusCode(200);
        notify("payment", second);
        await(() -> count("select count(*) from provider_event where subject = '" + second + "' and status = 'applied'")
                == 2);
        assertThat(tasks(id)).isEmpty();
        assertThat(refundsAsked(second)).isEmpty();
        given().post("/payments/tasks/" + taskOf(second) + "/refund").then().statusCode(409);
    }

    @Test
    void aReviewIsAmongTheTasksUntilSomebodyDecides() {
        String id = page("250.00");
        String cheap = mercadoPago.payOn(preferenceOf(id), new BigDecimal("1.00"), id);
        notify("payment", cheap);
        await(() -> outcome(id).startsWith("PENDING 1.00"));
        assertThat(tasks(id)).containsExactly("review " + cheap);
        given().get("/q/metrics").then().body(containsString("comanda_payments_tasks_opened_total{kind=\"review\"}"));
        await(() -> given().get("/q/metrics").asString().contains("comanda_payments_tasks{kind=\"review\"}"));
        given().post("/payments/tasks/" + taskOf(cheap) + "/done").then().statusCode(409);
        assertThat(tasks(id)).hasSize(1);
        given().post("/payments/" + id + "/reject").then().statusCode(200);
        assertThat(tasks(id)).isEmpty();
        await(() -> outcome(id).equals("REFUNDED 1.00 1.00 0.00 [refunded]"));
        assertThat(refundsAsked(cheap)).hasSize(1);
    }

    @Test
    void moneyInAnotherCurrencyIsNotAddedToThePayments() {
        String id = page("250.00");
        String page = preferenceOf(id);
        String euros = mercadoPago.payOnIn(page, "EUR");
        notify("payment", euros);
        await(() -> tasks(id).equals(List.of("review " + euros)));
        given().get("/payments/" + id)
                .then()
                .body("state", equalTo("PENDING"))
                .body("review.reason", equalTo("currency"))
                .body("captured_amount", equalTo("0.00"));
        String dollars = mercadoPago.payOn(page);
        notify("payment", dollars);
        await(() -> outcome(id).equals("PAID 250.00 0.00 0.00 [paid]"));
        assertThat(tasks(id)).containsExactly("review " + euros);
        given().get("/payments/" + id)
                .then()
                .body("provider_payment_id", equalTo(dollars))
                .body("attempts.currency", contains("EUR", "USD"));
        given().post("/payments/" + id + "/reject").then().statusCode(200);
        await(() -> refundsAsked(euros).size() == 1);
        await(() -> outcome(id).equals("PAID 250.00 0.00 0.00 [paid, refunded]"));
        given().get("/payments/" + id + "/refunds")
                .then()
                .body("refunds.currency", contains("EUR"))
                .body("refunds.amount", contains("250.00"));
    }

    /** The money of a cancelled booking goes back; what was paid wrongly or twice waits for a person. */
    @Test
    void whatIsReleasedIsRefundedWhereItWasPaidAndNowhereElse() {
        String id = page("250.00");
        String page = preferenceOf(id);
        String cheap = mercadoPago.payOn(page, new BigDecimal("300.00"), id);
        String right = mercadoPago.payOn(page);
        String again = mercadoPago.payOn(page);
        List.of(again, cheap, right).forEach(payment -> notify("payment", payment));
        await(() -> outcome(id).startsWith("PAID 800.00") && tasks(id).size() == 2);
        QuarkusTransaction.requiringNew().run(() -> desk.release(id, "cancelled"));
        await(() -> outcome(id).startsWith("REFUNDED 800.00 250.00"));
        assertThat(refundsAsked(right)).hasSize(1);
        assertThat(refundsAsked(cheap)).isEmpty();
        assertThat(refundsAsked(again)).isEmpty();
        assertThat(tasks(id)).containsExactlyInAnyOrder("review " + cheap, "overpaid " + again);
    }

    /** Nobody tells of the second payment: the page is asked, not only the payment that is known. */
    @Test
    void anOverpaymentWithoutANotificationIsFound() {
        String id = page("250.00");
        String page = preferenceOf(id);
        notify("payment", mercadoPago.payOn(page));
        await(() -> outcome(id).startsWith("PAID"));
        String second = mercadoPago.payOn(page);
        clock.pass(Duration.ofMinutes(30));
        await(() -> tasks(id).equals(List.of("overpaid " + second)));
        assertThat(outcome(id)).isEqualTo("PAID 500.00 0.00 0.00 [paid]");
    }

    @Test
    void attemptsToldInAnyOrderEndTheSame() {
        Random random = new Random(11);
        List<String> ids = new ArrayList<>();
        List<String> right = new ArrayList<>();
        List<Set<String>> expected = new ArrayList<>();
        List<String> posts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String id = page("250.00");
            String page = preferenceOf(id);
            String cheap = mercadoPago.payOn(page, new BigDecimal("1.00"), id);
            String paid = mercadoPago.payOn(page);
            String euros = mercadoPago.payOnIn(page, "EUR");
            String again = mercadoPago.payOn(page);
            for (String payment : List.of(cheap, paid, euros, again)) {
                posts.addAll(Collections.nCopies(1 + random.nextInt(2), payment));
            }
            ids.add(id);
            right.add(paid);
            expected.add(Set.of("review " + cheap, "review " + euros, "overpaid " + again));
        }
        Collections.shuffle(posts, random);
        posts.forEach(payment -> notify("payment", payment));
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            Set<String> wanted = expected.get(i);
            await(() -> Set.copyOf(tasks(id)).equals(wanted));
            assertThat(outcome(id)).isEqualTo("PAID 501.00 0.00 0.00 [paid]");
            assertThat(providerIdOf(id)).isEqualTo(right.get(i));
        }
    }

    /** Approved, and ours by every id it carries; but not what was asked for. */
    @Test
    void anotherAmountDoesNotConfirmTheOrder() {
        String id = page("250.00");
        String cheap = mercadoPago.payOn(preferenceOf(id), new BigDecimal("1.00"), id);
        notify("payment", cheap);
        await(() -> outcome(id).startsWith("PENDING 1.00"));
        assertThat(outcome(id)).endsWith("[]");
    }

    /** A buyer's approved payment for another order changes that order, if any, and never this one. */
    @Test
    void anotherBuyersApprovedPaymentDoesNotConfirmThisOrder() {
        String mine = page("250.00");
        String theirs = page("250.00");
        String paid = mercadoPago.payOn(preferenceOf(mine), new BigDecimal("250.00"), theirs);
        notify("payment", paid);
        await(() -> outcome(theirs).startsWith("PAID"));
        String strangers = mercadoPago.payOn(preferenceOf(mine), new BigDecimal("250.00"), "pay_of_nobody");
        notify("payment", strangers);
        await(() ->
                count("select count(*) from provider_event where subject = '" + strangers + "' and status = 'waiting'")
                        == 1);
        assertThat(outcome(mine)).isEqualTo("CREATED 0.00 0.00 0.00 []");
    }

    /** The id in the body is not signed: whoever saw a notification could write that of the next one into it. */
    @Test
    void whoSawANotificationCanNeitherClaimTheNextOneNorRepeatIt() throws IOException {
        String id = page("250.00");
        String page = preferenceOf(id);
        String first = mercadoPago.payOn(page, new BigDecimal("1.00"), id);
        WebhookRequest seen = mercadoPago.notification("payment", first);
        assertThat(post(seen)).isEqualTo("processed");
        await(() -> outcome(id).startsWith("PENDING 1.00"));
        String second = mercadoPago.payOn(page);
        WebhookRequest next = mercadoPago.notification("payment", second);
        String claimed = new ObjectMapper().readTree(next.body()).path("id").asText();
        int fetched = fetchesOf(first);
        for (String bodyId : List.of(claimed, "1", "2", "3")) {
            assertThat(post(withBodyId(seen, bodyId))).isEqualTo("duplicate");
        }
        assertThat(post(next)).isEqualTo("processed");
        await(() -> outcome(id).equals("PAID 251.00 0.00 0.00 [paid]"));
        assertThat(fetchesOf(first)).isEqualTo(fetched);
    }

    private static WebhookRequest withBodyId(WebhookRequest request, String id) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode body = (ObjectNode) json.readTree(request.body());
        return new WebhookRequest(
                json.writeValueAsBytes(body.put("id", id)), request.headers(), request.query(), request.receivedAt());
    }

    private int fetchesOf(String payment) {
        return (int) mercadoPago.calls().stream()
                .filter(call -> call.path().equals("/v1/payments/" + payment))
                .count();
    }

    @Test
    void aRejectedCardIsADeclinedPayment() {
        create("250.00", ",\"method\":{\"token\":\"FUND\",\"payment_method_id\":\"visa\"}")
                .statusCode(402)
                .body("code", startsWith("cc_rejected"));
        String id = create(
                        "250.00", ",\"method\":{\"token\":\"APRO\",\"payment_method_id\":\"visa\",\"installments\":3}")
                .statusCode(201)
                .body("state", equalTo("PAID"))
                .extract()
                .path("payment_id");
        assertThat(outcome(id)).isEqualTo("PAID 250.00 0.00 0.00 [paid]");
    }

    @Test
    void aResetAfterSuccessChargesOnce() {
        int before = mercadoPago.paymentsMade();
        for (FakeMercadoPago.Fault fault :
                List.of(FakeMercadoPago.Fault.RESET_AFTER, FakeMercadoPago.Fault.ERROR_AFTER)) {
            mercadoPago.fail(fault, 1);
            String id = create("250.00", ",\"method\":{\"token\":\"APRO\",\"payment_method_id\":\"visa\"}")
                    .extract()
                    .path("payment_id");
            clock.pass(Duration.ofSeconds(30));
            await(() -> outcome(id).equals("PAID 250.00 0.00 0.00 [paid]"));
        }
        assertThat(mercadoPago.paymentsMade() - before).isEqualTo(2);
    }

    @Test
    void withoutNotificationsAnOrderIsRightWithinAnHour() {
        String paid = create("250.00", ",\"method\":{\"token\":\"CONT\",\"payment_method_id\":\"visa\"}")
                .statusCode(201)
                .body("state", equalTo("PENDING"))
                .extract()
                .path("payment_id");
        mercadoPago.change(providerIdOf(paid), payment -> payment.put("status", "approved"));
        String onPage = page("99.90");
        mercadoPago.payOn(preferenceOf(onPage));
        clock.pass(Duration.ofHours(1));
        await(() -> outcome(paid).startsWith("PAID"));
        await(() -> outcome(onPage).startsWith("PAID 99.90"));
    }

    private String page(String amount) {
        return create(amount, "")
                .statusCode(201)
                .body("redirect_url", startsWith("http"))
                .extract()
                .path("payment_id");
    }

    private static ValidatableResponse create(String amount, String extra) {
        String reference = "ORD-" + UUID.randomUUID();
        return given().contentType("application/json")
                .header("Idempotency-Key", reference)
                .body("""
                        {"amount":"%s","currency":"USD","reference":"%s","variant":"mercadopago",
                         "customer":{"email":"ana@example.com"}%s}""".formatted(amount, reference, extra))
                .post("/payments")
                .then();
    }

    private static ValidatableResponse refund(String id, String amount) {
        return given().contentType("application/json")
                .header("Idempotency-Key", "refund " + amount)
                .body("{\"amount\":\"" + amount + "\"}")
                .post("/payments/" + id + "/refunds")
                .then();
    }

    private static String preferenceOf(String id) {
        return providerIdOf(id);
    }

    private static String providerIdOf(String id) {
        return given().get("/payments/" + id).then().extract().path("provider_payment_id");
    }

    private String notify(String type, String id) {
        return post(mercadoPago.notification(type, id));
    }

    private static String post(WebhookRequest request) {
        RequestSpecification post = given().contentType("application/json").body(request.body());
        request.headers().forEach((name, values) -> post.header(name, values.getFirst()));
        request.query().forEach(post::queryParam);
        return post.post("/payments/process/mercadopago?source_news=webhooks")
                .then()
                .statusCode(200)
                .extract()
                .path("status");
    }

    private static List<String> tasks(String id) {
        var open = given().get("/payments/tasks?payment_id=" + id)
                .then()
                .statusCode(200)
                .extract();
        List<String> kinds = open.path("tasks.kind");
        List<String> attempts = open.path("tasks.object_id");
        List<String> both = new ArrayList<>();
        for (int i = 0; i < Math.min(kinds.size(), attempts.size()); i++) {
            both.add(kinds.get(i) + " " + attempts.get(i));
        }
        return both;
    }

    /** Open or done. */
    private int taskOf(String attempt) {
        return (int) count("select id from operator_task where object_id = '" + attempt + "'");
    }

    private List<FakeMercadoPago.Call> refundsAsked(String payment) {
        return mercadoPago.calls().stream()
                .filter(call -> call.path().equals("/v1/payments/" + payment + "/refunds"))
                .toList();
    }

    private String outcome(String id) {
        return new StripeDesk(stripe, jdbi).outcome(new StripeDesk.Made(id, "", ""));
    }

    private long count(String sql) {
        return new StripeDesk(stripe, jdbi).count(sql);
    }
}
