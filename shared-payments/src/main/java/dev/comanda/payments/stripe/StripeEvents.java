package dev.comanda.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.ledger.Ledger;
import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.port.Account;
import dev.comanda.payments.port.MalformedWebhook;
import dev.comanda.payments.port.Tag;
import dev.comanda.payments.port.WebhookEvent;
import dev.comanda.payments.port.WebhookEvent.Relevance;
import dev.comanda.payments.port.WebhookRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From a webhook's bytes to an event in normal form, whatever release of Stripe's API wrote it: {@code api_version} is not
 * looked at, because an endpoint may be pinned to an old one, or to one that this code is older than.
 */
final class StripeEvents {
    private static final Pattern TYPE = Pattern.compile("[a-z0-9_.]{1,100}");

    private final Optional<Boolean> live;
    private final Optional<String> accountId;

    StripeEvents(Account account) {
        this.live = account.secretKey().flatMap(StripeEvents::liveMode);
        this.accountId = account.accountId();
    }

    private static Optional<Boolean> liveMode(String key) {
        if (key.startsWith("sk_live_") || key.startsWith("rk_live_")) {
            return Optional.of(true);
        }
        return key.startsWith("sk_test_") || key.startsWith("rk_test_") ? Optional.of(false) : Optional.empty();
    }

    WebhookEvent parse(WebhookRequest request) throws MalformedWebhook {
        ObjectNode event = StripeJson.object(text(request.body())).orElseThrow(() -> new MalformedWebhook("no object"));
        String id = StripeJson.id(event);
        String type = StripeJson.text(event, "type");
        if (id == null || type == null || !TYPE.matcher(type).matches()) {
            throw new MalformedWebhook("no event id or type");
        }
        JsonNode object = event.path("data").path("object");
        String kind = kind(type);
        Relevance relevance = isForeign(event) ? Relevance.FOREIGN : relevance(type, kind);
        if (relevance == Relevance.IGNORE || relevance == Relevance.FOREIGN || kind == null) {
            return new WebhookEvent(
                    id,
                    type,
                    null,
                    PaymentState.UNKNOWN,
                    "stripe",
                    event,
                    relevance,
                    Tag.NONE,
                    Map.of(),
                    List.of(),
                    List.of(),
                    false);
        }
        if (StripeJson.id(object) == null) {
            throw new MalformedWebhook("no id of the " + kind);
        }
        Instant at = Optional.ofNullable(StripeJson.time(event, "created")).orElse(Instant.EPOCH);
        List<Fact> facts = relevance == Relevance.ACT ? new StripeFacts(at, type).of(kind, object) : List.of();
        Map<String, String> objects = objects(kind, object);
        return new WebhookEvent(
                id,
                type,
                objects.getOrDefault("intent", objects.get("session")),
                Ledger.alone(facts),
                "stripe",
                event,
                relevance,
                StripeTags.of(object),
                objects,
                facts,
                new StripeBilling(at, type).of(kind, object),
                false);
    }

    private static String text(byte[] body) throws MalformedWebhook {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedWebhook("not UTF-8");
        }
    }

    /** Of the other mode, of somebody else's account, or of the family of events that carry no object. */
    private boolean isForeign(JsonNode event) {
        JsonNode livemode = event.path("livemode");
        String account = StripeJson.text(event, "account");
        return "v2.core.event".equals(StripeJson.text(event, "object"))
                || (livemode.isBoolean()
                        && live.filter(mode -> mode != livemode.booleanValue()).isPresent())
                || (account != null
                        && accountId.filter(ours -> !ours.equals(account)).isPresent());
    }

    private static Relevance relevance(String type, @Nullable String kind) {
        return switch (type) {
            case "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated" -> Relevance.NOTE;
            default -> kind == null ? Relevance.IGNORE : Relevance.ACT;
        };
    }

    /** What Stripe calls the object of such an event; null for a type nobody asked for. */
    private static @Nullable String kind(String type) {
        return switch (type) {
            case "payment_intent.succeeded",
                    "payment_intent.payment_failed",
                    "payment_intent.canceled",
                    "payment_intent.processing",
                    "payment_intent.requires_action",
                    "payment_intent.amount_capturable_updated" -> "payment_intent";
            case "charge.succeeded", "charge.failed", "charge.captured", "charge.refunded", "charge.expired" ->
                "charge";
            case "refund.created", "refund.updated", "refund.failed", "charge.refund.updated" -> "refund";
            case "charge.dispute.created",
                    "charge.dispute.updated",
                    "charge.dispute.closed",
                    "charge.dispute.funds_withdrawn",
                    "charge.dispute.funds_reinstated" -> "dispute";
            case "checkout.session.completed",
                    "checkout.session.async_payment_succeeded",
                    "checkout.session.async_payment_failed",
                    "checkout.session.expired" -> "checkout.session";
            case "customer.created", "customer.updated", "customer.deleted" -> "customer";
            case "payment_method.attached", "payment_method.detached", "payment_method.updated" -> "payment_method";
            case "customer.subscription.created",
                    "customer.subscription.updated",
                    "customer.subscription.deleted",
                    "customer.subscription.trial_will_end",
                    "customer.subscription.paused",
                    "customer.subscription.resumed" -> "subscription";
            case "invoice.created",
                    "invoice.finalized",
                    "invoice.paid",
                    "invoice.payment_succeeded",
                    "invoice.payment_failed",
                    "invoice.payment_action_required",
                    "invoice.voided",
                    "invoice.marked_uncollectible" -> "invoice";
            default -> null;
        };
    }

    /** The ids through which the payment is found: the object's own and those it refers to. */
    private static Map<String, String> objects(String kind, JsonNode object) {
        Map<String, String> ids = new HashMap<>();
        switch (kind) {
            case "payment_intent" -> {
                put(ids, "intent", StripeJson.id(object));
                put(ids, "charge", StripeJson.id(object, "latest_charge"));
            }
            case "charge" -> {
                put(ids, "charge", StripeJson.id(object));
                put(ids, "intent", StripeJson.id(object, "payment_intent"));
            }
            case "refund", "dispute" -> {
                put(ids, kind, StripeJson.id(object));
                put(ids, "charge", StripeJson.id(object, "charge"));
                put(ids, "intent", StripeJson.id(object, "payment_intent"));
            }
            case "checkout.session" -> {
                put(ids, "session", StripeJson.id(object));
                put(ids, "intent", StripeJson.id(object, "payment_intent"));
            }
            default -> {}
        }
        return Map.copyOf(ids);
    }

    private static void put(Map<String, String> ids, String kind, @Nullable String id) {
        if (id != null) {
            ids.put(kind, id);
        }
    }
}
