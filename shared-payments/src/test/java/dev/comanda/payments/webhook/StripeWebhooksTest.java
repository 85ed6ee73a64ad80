package dev.comanda.payments.webhook;

import static dev.comanda.payments.webhook.StripeDesk.await;
import static dev.comanda.payments.webhook.StripeDesk.sign;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.comanda.payments.ShiftedClock;
import dev.comanda.payments.fake.FakeStripe;
import dev.comanda.payments.fake.StripeAtHand;
import dev.comanda.payments.webhook.StripeDesk.Made;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stripe's webhooks, posted as Stripe posts them, and what becomes of payments when they do not come. */
@QuarkusTest
@WithTestResource(StripeAtHand.class)
class StripeWebhooksTest {
    private static final String NEWEST = "2026-07-29.dahlia";

    @SuppressWarnings("NullAway.Init") // the test resource puts it in
    FakeStripe stripe;

    @Inject
    Jdbi jdbi;

    @Inject
    ShiftedClock clock;

    @Inject
    MissedWebhooks missed;

    private StripeDesk desk;

    @BeforeEach
    void open() {
        desk = new StripeDesk(stripe, jdbi);
    }

    @AfterEach
    void reset() {
        clock.reset();
    }

    @Test
    void fiftyCopiesAtOnceHaveOneEffect() throws Exception {
        Made payment = desk.pay("");
        stripe.account().payWith(payment.object(), "pm_card_visa");
        ObjectNode succeeded = last("payment_intent.succeeded");
        List<String> answers = new ArrayList<>();
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> answer :
                    senders.invokeAll(Collections.<Callable<String>>nCopies(50, () -> desk.post(succeeded, NEWEST)))) {
                answers.add(answer.get());
            }
        }
        desk.awaitApplied();
        assertThat(answers).filteredOn("processed"::equals).hasSize(1);
        assertThat(answers).filteredOn("duplicate"::equals).hasSize(49);
        assertThat(desk.outcome(payment)).isEqualTo("PAID 250.00 0.00 0.00 [paid]");
        assertThat(desk.count("select count(*) from mail where key = ?", "paid:" + payment.id()))
                .isEqualTo(1);
        assertThat(desk.count(
                        "select count(*) from payment_history where payment_id = ? and source like 'webhook %'",
                        payment.id()))
                .isEqualTo(1);
    }

    @Test
    void eventsBeforeTheirPaymentIsKnownWait() {
        stripe.nextPosts(FakeStripe.Fault.ERROR_AFTER);
        String reference = "ORD-" + UUID.randomUUID();
        String id = StripeDesk.create(reference, "").statusCode(202).extract().path("payment_id");
        String intent = stripe.account()
                .all(
                        "payment_intent",
                        one -> reference.equals(
                                one.path("metadata").path("order_id").asText()))
                .getFirst()
                .path("id")
                .textValue();
        stripe.account().payWith(intent, "pm_card_visa");
        desk.post(last("payment_intent.succeeded"), NEWEST);
        await(() -> desk.state(new Made(id, intent, reference)).equals("PAID"));
        assertThat(stripe.requests().stream()
                        .filter(request -> request.method().equals("POST")
                                && reference.equals(request.parameters().get("metadata[order_id]"))))
                .hasSize(1);
    }

    @Test
    void eventsOfNobodyWaitADayAndAreListed() {
        ObjectNode strange =
                stripe.account().emit("payment_intent.succeeded", intent("pi_strange_" + UUID.randomUUID()));
        assertThat(desk.post(strange, NEWEST)).isEqualTo("processed");
        String eventId = strange.path("id").textValue();
        await(() -> desk.count("select count(*) from provider_event where event_id = ? and status = 'waiting'", eventId)
                == 1);
        for (int tries = 0; tries < 8; tries++) {
            int tried = tries;
            clock.pass(Duration.ofHours(25));
            await(() ->
                    desk.count("select count(*) from provider_event where event_id = ? and tries > ?", eventId, tried)
                            == 1);
        }
        given().get("/payments/events?status=orphan")
                .then()
                .body("events.findAll { it.event_id == '" + eventId + "' }.size()", equalTo(1));
    }

    @Test
    void whatIsNotForUsIsStoredAndIgnored() {
        ObjectNode live = stripe.account().emit("payment_intent.succeeded", intent("pi_live"));
        live.put("livemode", true);
        assertThat(desk.post(live, NEWEST)).isEqualTo("ignored");
        ObjectNode unheardOf = stripe.account().emit("payout.paid", intent("po_1"));
        assertThat(desk.post(unheardOf, NEWEST)).isEqualTo("ignored");
        ObjectNode others = stripe.account().emit("payment_intent.succeeded", intent("pi_others"));
        ((ObjectNode) others.path("data").path("object")).putObject("metadata").put("comanda_service", "another");
        assertThat(desk.post(others, NEWEST)).isEqualTo("ignored");
    }

    @Test
    void aPaymentOfAnotherAmountWaitsForAnOperator() {
        Made payment = desk.pay("");
        stripe.account().object(payment.object()).put("amount", 100);
        stripe.account().payWith(payment.object(), "pm_card_visa");
        desk.post(last("payment_intent.succeeded"), NEWEST);
        await(() -> desk.state(payment).equals("PENDING"));
        given().get("/payments/" + payment.id())
                .then()
                .body("review.reason", equalTo("amount"))
                .body("captured_amount", equalTo("1.00"));
        assertThat(desk.outcome(payment)).endsWith("[]");
        given().post("/payments/" + payment.id() + "/accept")
                .then()
                .statusCode(200)
                .body("state", equalTo("PAID"));
        assertThat(desk.outcome(payment)).isEqualTo("PAID 1.00 0.00 0.00 [paid]");
        given().post("/payments/" + payment.id() + "/reject").then().statusCode(409);
    }

    @Test
    void aRejectedPaymentGoesBack() {
        Made payment = desk.pay("");
        stripe.account().object(payment.object()).put("amount", 100);
        stripe.account().payWith(payment.object(), "pm_card_visa");
        desk.post(last("payment_intent.succeeded"), NEWEST);
        await(() -> desk.state(payment).equals("PENDING"));
        given().post("/payments/" + payment.id() + "/reject").then().statusCode(200);
        await(() -> desk.state(payment).equals("REFUNDED"));
        assertThat(desk.outcome(payment)).isEqualTo("REFUNDED 1.00 1.00 0.00 [refunded]");
    }

    @Test
    void withoutWebhooksEveryOrderIsRightAfterAnHour() {
        long intentsBefore = stripe.count("POST", "/v1/payment_intents");
        Made paid = desk.pay("");
        Made failed = desk.pay("");
        Made canceled = desk.pay(",\"capture\":false");
        Made partly = desk.pay("");
        Made page = desk.pay(
                ",\"checkout\":{\"success_url\":\"http://localhost/ok\",\"cancel_url\":\"http://localhost/no\"}");
        Made disputed = desk.pay("");
        stripe.account().payWith(paid.object(), "pm_card_visa");
        stripe.account().payWith(failed.object(), "pm_card_chargeDeclined");
        stripe.account().payWith(canceled.object(), "pm_card_visa");
        stripe.account().cancel(canceled.object());
        stripe.account().payWith(partly.object(), "pm_card_visa");
        stripe.account().refund(Map.of("payment_intent", partly.object(), "amount", "10000"));
        stripe.account().paysOnPage(page.object());
        stripe.account().payWith(disputed.object(), "pm_card_visa");
        stripe.account().dispute(disputed.object(), 25_000);
        clock.pass(Duration.ofHours(1));
        missed.catchUp();
        await(() -> desk.outcome(paid).equals("PAID 250.00 0.00 0.00 [paid]"));
        await(() -> desk.outcome(failed).equals("FAILED 0.00 0.00 0.00 []"));
        await(() -> desk.outcome(canceled).equals("CANCELED 0.00 0.00 0.00 []"));
        await(() -> desk.outcome(partly).equals("PARTIALLY_REFUNDED 250.00 100.00 0.00 [paid, refunded]"));
        await(() -> desk.outcome(page).equals("PAID 250.00 0.00 0.00 [paid]"));
        await(() -> desk.outcome(disputed).equals("DISPUTED 250.00 0.00 250.00 [disputed, paid]"));
        assertThat(stripe.count("POST", "/v1/payment_intents") - intentsBefore).isEqualTo(5);
    }

    @Test
    void aFetchAloneFindsWhatNoListTells() {
        Made paid = desk.pay("");
        stripe.account().payWith(paid.object(), "pm_card_visa");
        clock.pass(Duration.ofMinutes(2));
        await(() -> desk.outcome(paid).equals("PAID 250.00 0.00 0.00 [paid]"));
    }

    @Test
    void whateverBreaksInTheAnswerNobodyIsChargedTwice() {
        for (FakeStripe.Fault fault : List.of(
                FakeStripe.Fault.RESET_BEFORE,
                FakeStripe.Fault.RESET_AFTER,
                FakeStripe.Fault.SLOW_BODY,
                FakeStripe.Fault.HTML,
                FakeStripe.Fault.CONFLICT,
                FakeStripe.Fault.ERROR_AFTER)) {
            stripe.nextPosts(fault);
            String reference = "ORD-" + UUID.randomUUID();
            String id = StripeDesk.create(reference, ",\"method\":{\"payment_method_id\":\"pm_card_visa\"}")
                    .extract()
                    .path("payment_id");
            clock.pass(Duration.ofSeconds(20));
            await(() -> desk.state(new Made(id, "", reference)).equals("PAID"));
            assertThat(stripe.account()
                            .all(
                                    "charge",
                                    charge -> reference.equals(charge.path("metadata")
                                            .path("order_id")
                                            .asText())))
                    .as("%s", fault)
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(stripe.account()
                            .all(
                                    "payment_intent",
                                    intent -> reference.equals(intent.path("metadata")
                                            .path("order_id")
                                            .asText())))
                    .as("%s", fault)
                    .hasSize(1);
        }
    }

    @Test
    void aBusyProviderIsA503AndTheSameKeyMayTryAgain() {
        String reference = "ORD-" + UUID.randomUUID();
        stripe.nextPosts(FakeStripe.Fault.BUSY, FakeStripe.Fault.BUSY);
        StripeDesk.create(reference, "").statusCode(503).header("Retry-After", "10");
        StripeDesk.create(reference, "").statusCode(201).body("state", equalTo("CREATED"));
    }

    @Test
    void aSignatureOfAnotherDayIsRefused() {
        byte[] body = stripe.account().render(stripe.account().emit("payout.paid", intent("po_2")), NEWEST);
        StripeDesk.post(body, sign(body, StripeAtHand.SECRET, Instant.now().plus(Duration.ofDays(1))))
                .statusCode(400);
        StripeDesk.post(body, sign(body, StripeAtHand.SECRET, Instant.now().minus(Duration.ofDays(1))))
                .statusCode(400);
        StripeDesk.post(body, sign(body, "whsec_somebody_elses_0123456789", Instant.now()))
                .statusCode(400);
        StripeDesk.post(body, sign(body, StripeAtHand.SECRET, Instant.now())).statusCode(200);
    }

    @Test
    void theAddressPicksTheAccount() {
        given().body("{}").post("/payments/process/nobody").then().statusCode(404);
        given().get("/payments/process/stripe").then().statusCode(405);
        given().contentType("application/json")
                .body("{}")
                .post("/payments/process/stripe/")
                .then()
                .statusCode(400);
        byte[] large = new byte[1024 * 1024 + 1];
        StripeDesk.post(large, sign(large, StripeAtHand.SECRET, Instant.now())).statusCode(413);
        byte[] list = "[]".getBytes(StandardCharsets.UTF_8);
        StripeDesk.post(list, sign(list, StripeAtHand.SECRET, Instant.now())).statusCode(400);
    }

    private ObjectNode last(String type) {
        return stripe.account().events().reversed().stream()
                .filter(event -> event.path("type").asText().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private ObjectNode intent(String id) {
        Made sample = desk.pay("");
        stripe.account().payWith(sample.object(), "pm_card_visa");
        ObjectNode intent = stripe.account().object(sample.object()).deepCopy();
        intent.put("id", id).put("latest_charge", "ch_" + id);
        intent.putObject("metadata");
        return intent;
    }
}
