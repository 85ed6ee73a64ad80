package dev.comanda.payments.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.comanda.payments.fake.FakeStripeAccount;
import dev.comanda.payments.fake.StripeReleases;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.ledger.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can happen to a payment of 250.00 USD that we call pay_1, and where it leaves it. Events are seven seconds apart. */
final class StripeHistories {
    static final Instant START = Instant.parse("2026-02-01T18:00:00Z");
    private static final Duration STEP = Duration.ofSeconds(7);

    private StripeHistories() {}

    /** A course of events and its end. */
    record History(String name, Consumer<FakeStripeAccount> course, Standing end) {
        /** The bodies of its events in order, for each release of Stripe's API. */
        Map<String, List<byte[]>> byRelease() {
            Instant[] now = {START};
            FakeStripeAccount account = new FakeStripeAccount(() -> now[0]);
            Map<String, List<byte[]>> bodies = new LinkedHashMap<>();
            account.onEvent(event -> {
                StripeReleases.ALL.forEach(release -> bodies.computeIfAbsent(release, any -> new ArrayList<>())
                        .add(account.render(event, release)));
                now[0] = now[0].plus(STEP);
            });
            course.accept(account);
            return bodies;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<History> all() {
        return Stream.of(
                new History("pay", StripeHistories::paid, end(PaymentState.PAID, 25_000, 0, 0, 1)),
                new History(
                        "fail, then 3-D Secure, then pay",
                        stripe -> {
                            String intent = intent(stripe, "automatic", false);
                            stripe.payWith(intent, "pm_card_chargeDeclined");
                            stripe.payWith(intent, "pm_card_authenticationRequired");
                            stripe.succeeds(intent);
                        },
                        end(PaymentState.PAID, 25_000, 0, 0, 4)),
                new History(
                        "authorise, then capture",
                        stripe -> stripe.capture(intent(stripe, "manual", true)),
                        end(PaymentState.PAID, 25_000, 0, 0, 3)),
                new History(
                        "partial refunds",
                        stripe -> {
                            String intent = paid(stripe);
                            refund(stripe, intent, 5_000);
                            refund(stripe, intent, 7_000);
                        },
                        end(PaymentState.PARTIALLY_REFUNDED, 25_000, 12_000, 0, 1)),
                new History(
                        "a refund that failed",
                        stripe -> {
                            String intent = paid(stripe);
                            refund(stripe, intent, 5_000);
                            stripe.refundFails(refund(stripe, intent, 20_000));
                        },
                        end(PaymentState.PARTIALLY_REFUNDED, 25_000, 5_000, 0, 1)),
                new History(
                        "cancel after authorising",
                        stripe -> stripe.cancel(intent(stripe, "manual", true)),
                        end(PaymentState.CANCELED, 0, 0, 0, 0)),
                new History(
                        "a dispute won after a refund",
                        stripe -> {
                            String intent = paid(stripe);
                            refund(stripe, intent, 5_000);
                            String dispute = stripe.dispute(intent, 20_000);
                            stripe.disputeBecomes(dispute, "under_review");
                            stripe.disputeBecomes(dispute, "won");
                        },
                        end(PaymentState.PARTIALLY_REFUNDED, 25_000, 5_000, 0, 1)),
                new History(
                        "a dispute lost",
                        stripe -> stripe.disputeBecomes(stripe.dispute(paid(stripe), 25_000), "lost"),
                        end(PaymentState.CHARGED_BACK, 25_000, 0, 25_000, 1)),
                new History(
                        "a promise on a page, kept",
                        stripe -> stripe.keepsPromise(promised(stripe)),
                        end(PaymentState.PAID, 25_000, 0, 0, 3, "pi_fake2")),
                new History(
                        "a promise on a page, broken",
                        stripe -> stripe.breaksPromise(promised(stripe)),
                        new Standing(
                                PaymentState.FAILED,
                                0,
                                0,
                                0,
                                null,
                                new Fact.Failure("generic_decline", "Your card was declined."),
                                null,
                                null)),
                new History(
                        "a subscription with invoices",
                        StripeHistories::subscription,
                        end(PaymentState.PAID, 25_000, 0, 0, 6)));
    }

    /** @param paidWith the position of the first event that tells of money */
    private static Standing end(PaymentState state, long captured, long refunded, long disputed, int paidWith) {
        return end(state, captured, refunded, disputed, paidWith, "pi_fake1");
    }

    private static Standing end(
            PaymentState state, long captured, long refunded, long disputed, int paidWith, String paidBy) {
        Instant paidAt = captured > 0 ? START.plus(STEP.multipliedBy(paidWith)) : null;
        return new Standing(state, captured, refunded, disputed, null, null, paidAt, captured > 0 ? paidBy : null);
    }

    private static String paid(FakeStripeAccount stripe) {
        return intent(stripe, "automatic", true);
    }

    private static String intent(FakeStripeAccount stripe, String captureMethod, boolean confirm) {
        Map<String, String> form = Map.of(
                "amount", "25000",
                "currency", "usd",
                "capture_method", captureMethod,
                "confirm", Boolean.toString(confirm),
                "metadata[comanda_payment_id]", "pay_1",
                "metadata[order_id]", "ORDER-1");
        return stripe.createIntent(form).body().path("id").textValue();
    }

    private static String refund(FakeStripeAccount stripe, String intent, long amount) {
        Map<String, String> form = Map.of("payment_intent", intent, "amount", Long.toString(amount));
        return stripe.refund(form).body().path("id").textValue();
    }

    private static String promised(FakeStripeAccount stripe) {
        Map<String, String> form = Map.of(
                "mode", "payment",
                "line_items[0][price_data][unit_amount]", "25000",
                "line_items[0][price_data][currency]", "usd",
                "metadata[comanda_payment_id]", "pay_1",
                "payment_intent_data[metadata][comanda_payment_id]", "pay_1");
        String page = stripe.createSession(form).body().path("id").textValue();
        stripe.promisesOnPage(page);
        return page;
    }

    /** Two months: the first paid at once, the second only at the second try; then it ends. */
    private static void subscription(FakeStripeAccount stripe) {
        ObjectNode customer =
                object("cus_1", "customer").put("email", "ana@example.com").put("delinquent", false);
        stripe.emit("customer.created", customer);
        ObjectNode card =
                object("pm_1", "payment_method").put("customer", "cus_1").put("type", "card");
        card.putObject("card")
                .put("brand", "visa")
                .put("last4", "4242")
                .put("exp_month", 4)
                .put("exp_year", 2030)
                .put("fingerprint", "not to be kept");
        stripe.emit("payment_method.attached", card);
        ObjectNode subscription =
                object("sub_1", "subscription").put("customer", "cus_1").put("status", "incomplete");
        subscription.put("cancel_at_period_end", false).put("latest_invoice", "in_1");
        period(subscription, "2026-02-01T18:00:00Z", "2026-03-01T18:00:00Z");
        stripe.emit("customer.subscription.created", subscription);

        ObjectNode first = invoice("in_1", "2026-03-01T18:00:00Z");
        stripe.emit("invoice.created", first.put("status", "draft"));
        stripe.emit("invoice.finalized", first.put("status", "open").put("number", "A-1"));
        settle(stripe, first, paid(stripe), "2026-02-01T18:01:00Z");
        stripe.emit("customer.subscription.updated", subscription.put("status", "active"));

        ObjectNode second = invoice("in_2", "2026-04-01T18:00:00Z");
        stripe.emit("invoice.created", second.put("status", "draft"));
        stripe.emit("invoice.finalized", second.put("status", "open").put("number", "A-2"));
        stripe.emit("invoice.payment_failed", second);
        stripe.emit("customer.subscription.updated", subscription.put("status", "past_due"));
        settle(stripe, second, null, "2026-03-02T18:00:00Z");
        period(subscription.put("latest_invoice", "in_2"), "2026-03-01T18:00:00Z", "2026-04-01T18:00:00Z");
        stripe.emit("customer.subscription.updated", subscription.put("status", "active"));
        subscription.put("canceled_at", START.getEpochSecond());
        stripe.emit("customer.subscription.deleted", subscription.put("status", "canceled"));
    }

    private static void settle(FakeStripeAccount stripe, ObjectNode invoice, @Nullable String intent, String paidAt) {
        invoice.put("status", "paid").put("amount_paid", 25_000);
        invoice.putObject("status_transitions").put("paid_at", seconds(paidAt));
        if (intent != null) {
            invoice.putObject("payments")
                    .putArray("data")
                    .addObject()
                    .putObject("payment")
                    .put("payment_intent", intent);
        }
        stripe.emit("invoice.paid", invoice);
        stripe.emit("invoice.payment_succeeded", invoice);
    }

    private static ObjectNode invoice(String id, String until) {
        ObjectNode invoice = object(id, "invoice").put("customer", "cus_1").put("customer_email", "ana@example.com");
        invoice.put("currency", "usd").put("amount_due", 25_000).put("amount_paid", 0);
        invoice.putObject("parent").putObject("subscription_details").put("subscription", "sub_1");
        invoice.putObject("lines")
                .putArray("data")
                .addObject()
                .putObject("period")
                .put("end", seconds(until));
        return invoice;
    }

    private static void period(ObjectNode subscription, String start, String end) {
        subscription
                .putObject("items")
                .putArray("data")
                .addObject()
                .put("current_period_start", seconds(start))
                .put("current_period_end", seconds(end));
    }

    private static ObjectNode object(String id, String kind) {
        return JsonNodeFactory.instance.objectNode().put("id", id).put("object", kind);
    }

    private static long seconds(String instant) {
        return Instant.parse(instant).getEpochSecond();
    }
}
