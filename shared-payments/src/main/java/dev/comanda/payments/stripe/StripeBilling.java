package dev.comanda.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.comanda.payments.money.CurrencyUnit;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.BillingRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What Stripe's subscriptions, invoices, customers and payment methods say, found where old and new releases keep it.
 *
 * <p>{@code invoice.paid} and {@code invoice.payment_succeeded} say the same of one invoice, so both together leave one
 * paid invoice. How far a subscription is paid for is the latest {@code period_end} of its paid invoices: it only grows.
 */
final class StripeBilling {
    private final Instant at;
    private final String eventType;

    StripeBilling(Instant at, String eventType) {
        this.at = at;
        this.eventType = eventType;
    }

    List<BillingRecord> of(String kind, JsonNode object) {
        String id = StripeJson.id(object);
        if (id == null) {
            return List.of();
        }
        return switch (kind) {
            case "subscription" -> List.of(subscription(id, object));
            case "invoice" -> List.of(invoice(id, object));
            case "customer" -> List.of(customer(id, object));
            case "payment_method" -> List.of(paymentMethod(id, object));
            default -> List.of();
        };
    }

    private BillingRecord subscription(String id, JsonNode subscription) {
        JsonNode item = subscription.path("items").path("data").path(0);
        ObjectNode fields = fields();
        put(fields, "customer", StripeJson.id(subscription, "customer"));
        put(fields, "status", StripeJson.text(subscription, "status"));
        put(fields, "current_period_start", either(subscription, item, "current_period_start"));
        put(fields, "current_period_end", either(subscription, item, "current_period_end"));
        put(fields, "cancel_at_period_end", subscription.path("cancel_at_period_end"));
        put(fields, "canceled_at", StripeJson.time(subscription, "canceled_at"));
        put(fields, "trial_end", StripeJson.time(subscription, "trial_end"));
        put(fields, "latest_invoice", StripeJson.id(subscription, "latest_invoice"));
        return record(BillingRecord.Kind.SUBSCRIPTION, id, subscription, rank(), fields, null);
    }

    private BillingRecord invoice(String id, JsonNode invoice) {
        ObjectNode fields = fields();
        String subscription = StripeJson.id(invoice, "subscription");
        String intent = StripeJson.id(invoice, "payment_intent");
        put(
                fields,
                "subscription",
                subscription != null
                        ? subscription
                        : StripeJson.id(invoice.path("parent").path("subscription_details"), "subscription"));
        put(fields, "number", StripeJson.text(invoice, "number"));
        put(fields, "status", StripeJson.text(invoice, "status"));
        put(fields, "currency", StripeJson.currency(invoice));
        put(fields, "amount_due", amount(invoice, "amount_due"));
        put(fields, "amount_paid", amount(invoice, "amount_paid"));
        put(fields, "paid_at", StripeJson.time(invoice.path("status_transitions"), "paid_at"));
        put(
                fields,
                "payment_intent",
                intent != null
                        ? intent
                        : StripeJson.id(
                                invoice.path("payments").path("data").path(0).path("payment"), "payment_intent"));
        put(fields, "period_end", periodEnd(invoice));
        return record(
                BillingRecord.Kind.INVOICE,
                id,
                invoice,
                invoiceRank(StripeJson.first("", invoice, "status")),
                fields,
                eventType.equals("invoice.payment_failed") ? StripeJson.text(invoice, "customer_email") : null);
    }

    private static int invoiceRank(String status) {
        return switch (status) {
            case "open" -> 1;
            case "uncollectible" -> 2;
            case "void" -> 3;
            case "paid" -> 4;
            default -> 0;
        };
    }

    /** The end of what is billed; the invoice's own period is the one before. */
    private static @Nullable Instant periodEnd(JsonNode invoice) {
        return StreamSupport.stream(invoice.path("lines").path("data").spliterator(), false)
                .map(line -> StripeJson.time(line.path("period"), "end"))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private BillingRecord customer(String id, JsonNode customer) {
        ObjectNode fields = fields();
        fields.put("has_email", StripeJson.text(customer, "email") != null);
        put(fields, "delinquent", customer.path("delinquent"));
        return new BillingRecord(BillingRecord.Kind.CUSTOMER, id, at, null, rank(), isDeleted(), id, fields, null);
    }

    private BillingRecord paymentMethod(String id, JsonNode method) {
        JsonNode card = method.path("card");
        ObjectNode fields = fields();
        put(fields, "brand", StripeJson.text(card, "brand"));
        put(fields, "last4", StripeJson.text(card, "last4"));
        put(fields, "exp_month", card.path("exp_month"));
        put(fields, "exp_year", card.path("exp_year"));
        return record(BillingRecord.Kind.PAYMENT_METHOD, id, method, rank(), fields, null);
    }

    private BillingRecord record(
            BillingRecord.Kind kind, String id, JsonNode object, int rank, ObjectNode fields, @Nullable String mailTo) {
        return new BillingRecord(
                kind,
                id,
                at,
                StripeJson.text(object, "status"),
                rank,
                isDeleted(),
                StripeJson.id(object, "customer"),
                fields,
                mailTo);
    }

    /** What made the object comes before everything else that happened to it in the same second. */
    private int rank() {
        return eventType.endsWith(".created") || eventType.endsWith(".attached") ? 0 : 1;
    }

    private boolean isDeleted() {
        return eventType.endsWith(".deleted") || eventType.endsWith(".detached");
    }

    private static @Nullable Instant either(JsonNode old, JsonNode recent, String field) {
        Instant time = StripeJson.time(old, field);
        return time != null ? time : StripeJson.time(recent, field);
    }

    /** In major units, as our API writes amounts; null in a currency we do not know. */
    private static @Nullable String amount(JsonNode invoice, String field) {
        return Optional.ofNullable(StripeJson.currency(invoice))
                .flatMap(CurrencyUnit::of)
                .map(currency -> new Money(StripeJson.amount(invoice, field), currency).text())
                .orElse(null);
    }

    private static ObjectNode fields() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static void put(ObjectNode fields, String name, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Instant time -> fields.put(name, time.toString());
            case JsonNode node when node.isBoolean() || node.isInt() -> fields.set(name, node);
            case JsonNode node -> {}
            default -> fields.put(name, value.toString());
        }
    }
}
