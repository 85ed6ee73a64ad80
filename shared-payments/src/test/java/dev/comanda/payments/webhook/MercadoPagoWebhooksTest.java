package dev.comanda.payments.webhook;

import static dev.comanda.payments.webhook.StripeDesk.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.comanda.payments.ShiftedClock;
import dev.comanda.payments.fake.FakeMercadoPago;
import dev.comanda.payments.fake.FakeStripe;
import dev.comanda.payments.fake.MercadoPagoAtHand;
import dev.comanda.payments.fake.StripeAtHand;
import dev.comanda.payments.port.WebhookRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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
        WebhookRequest request = mercadoPago.notification(type, id);
        RequestSpecification post = given().contentType("application/json").body(request.body());
        request.headers().forEach((name, values) -> post.header(name, values.getFirst()));
        request.query().forEach(post::queryParam);
        return post.post("/payments/process/mercadopago?source_news=webhooks")
                .then()
                .statusCode(200)
                .extract()
                .path("status");
    }

    private String outcome(String id) {
        return new StripeDesk(stripe, jdbi).outcome(new StripeDesk.Made(id, "", ""));
    }

    private long count(String sql) {
        return new StripeDesk(stripe, jdbi).count(sql);
    }
}
