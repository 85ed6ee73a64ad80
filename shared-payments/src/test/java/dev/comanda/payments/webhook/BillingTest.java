package dev.comanda.payments.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.comanda.payments.fake.FakeStripe;
import dev.comanda.payments.fake.StripeAtHand;
import dev.comanda.payments.fake.StripeReleases;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A subscription with its invoices, told of in any order, some of it twice: one read model. */
@QuarkusTest
@WithTestResource(StripeAtHand.class)
class BillingTest {
    private static final Instant MARCH = Instant.parse("2027-03-01T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2027-04-01T00:00:00Z");

    @SuppressWarnings("NullAway.Init") // the test resource puts it in
    FakeStripe stripe;

    @Inject
    Jdbi jdbi;

    @Test
    void subscriptionsInvoicesCustomersAndCardsEndTheSameInAnyOrder() {
        StripeDesk desk = new StripeDesk(stripe, jdbi);
        Random random = new Random(3);
        for (int round = 0; round < 10; round++) {
            String run = "r" + round + "_" + Long.toString(System.nanoTime(), 36);
            List<ObjectNode> events = history(run);
            events.addAll(events.subList(2, 6));
            Collections.shuffle(events, random);
            events.forEach(
                    event -> desk.post(event, StripeReleases.ALL.get(random.nextInt(StripeReleases.ALL.size()))));
            desk.awaitApplied();
            String customer = "cus_" + run;
            given().get("/billing/subscriptions?customer=" + customer)
                    .then()
                    .statusCode(200)
                    .body("subscriptions", hasSize(1))
                    .body("subscriptions[0].id", equalTo("sub_" + run))
                    .body("subscriptions[0].status", equalTo("canceled"))
                    .body("subscriptions[0].deleted", equalTo(true))
                    .body("subscriptions[0].fields.paid_until", equalTo(MARCH.toString()));
            given().get("/billing/invoices?customer=" + customer)
                    .then()
                    .body("invoices.find { it.id == 'in_1_" + run + "' }.status", equalTo("paid"))
                    .body("invoices.find { it.id == 'in_1_" + run + "' }.fields.amount_paid", equalTo("250.00"))
                    .body("invoices.find { it.id == 'in_2_" + run + "' }.status", equalTo("open"));
            given().get("/billing/customers?customer=" + customer)
                    .then()
                    .body("customers[0].fields.has_email", equalTo(true))
                    .body("customers[0].fields.email", nullValue());
            given().get("/billing/payment-methods?customer=" + customer)
                    .then()
                    .body("payment_methods[0].fields.last4", equalTo("4242"))
                    .body("payment_methods[0].fields.keySet()", hasSize(4));
            assertThat(desk.count("select count(*) from mail where key = ?", "invoice-failed:in_2_" + run))
                    .isEqualTo(1);
        }
        given().get("/billing/cards").then().statusCode(404);
    }

    private List<ObjectNode> history(String run) {
        List<ObjectNode> events = new ArrayList<>();
        String customer = "cus_" + run;
        events.add(stripe.account()
                .emit("customer.created", object(customer, "customer").put("email", "ana@example.com")));
        ObjectNode card = object("pm_" + run, "payment_method").put("customer", customer);
        card.putObject("card")
                .put("brand", "visa")
                .put("last4", "4242")
                .put("exp_month", 4)
                .put("exp_year", 2030);
        events.add(stripe.account().emit("payment_method.attached", card));
        ObjectNode subscription =
                object("sub_" + run, "subscription").put("customer", customer).put("status", "incomplete");
        subscription.putObject("items").putArray("data").addObject().put("current_period_end", MARCH.getEpochSecond());
        events.add(stripe.account().emit("customer.subscription.created", subscription));
        ObjectNode first = invoice("in_1_" + run, run, MARCH);
        events.add(stripe.account().emit("invoice.created", first.put("status", "draft")));
        events.add(stripe.account().emit("invoice.finalized", first.put("status", "open")));
        first.put("status", "paid").put("amount_paid", 25_000);
        events.add(stripe.account().emit("invoice.paid", first));
        events.add(stripe.account().emit("invoice.payment_succeeded", first));
        events.add(stripe.account().emit("customer.subscription.updated", subscription.put("status", "active")));
        ObjectNode second = invoice("in_2_" + run, run, APRIL);
        events.add(stripe.account().emit("invoice.finalized", second.put("status", "open")));
        events.add(stripe.account().emit("invoice.payment_failed", second));
        events.add(stripe.account().emit("customer.subscription.deleted", subscription.put("status", "canceled")));
        return events;
    }

    private static ObjectNode invoice(String id, String run, Instant until) {
        ObjectNode invoice = object(id, "invoice")
                .put("customer", "cus_" + run)
                .put("customer_email", "ana@example.com")
                .put("currency", "usd")
                .put("amount_due", 25_000)
                .put("amount_paid", 0);
        invoice.putObject("parent").putObject("subscription_details").put("subscription", "sub_" + run);
        ObjectNode line = invoice.putObject("lines").putArray("data").addObject();
        line.putObject("period").put("end", until.getEpochSecond());
        return invoice;
    }

    private static ObjectNode object(String id, String kind) {
        return JsonNodeFactory.instance.objectNode().put("id", id).put("object", kind);
    }
}
