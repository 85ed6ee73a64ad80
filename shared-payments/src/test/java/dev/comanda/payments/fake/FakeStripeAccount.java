package dev.comanda.payments.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What happens inside an account at Stripe: its objects, how they change, and the events that tell of it. Requests are
 * forms by Stripe's parameter names ({@code metadata[order_id]}); {@link FakeStripe} brings them over HTTP, tests may bring
 * them themselves. What payers, banks and time do has methods of its own.
 *
 * <p>Cards: {@code pm_card_visa} pays, {@code pm_card_chargeDeclined} is declined, {@code pm_card_authenticationRequired}
 * asks for 3-D Secure; {@code tok_visa} and {@code tok_chargeDeclined} likewise.
 */
public final class FakeStripeAccount extends FakeStripeObjects {
    public FakeStripeAccount(InstantSource clock) {
        super(clock);
    }

    /** An answer of Stripe's API. */
    public record Answer(int status, ObjectNode body) {
        boolean isOk() {
            return status == 200;
        }
    }

    // --- what our side asks for -----------------------------------------------------------------------------------

    public synchronized Answer createIntent(Map<String, String> form) {
        String card = form.getOrDefault(
                "payment_method", form.getOrDefault("payment_method_data[card][token]", "pm_card_visa"));
        if (!form.getOrDefault("amount", "").matches("[1-9]\\d{0,7}")) {
            return error(400, "parameter_invalid_integer", "Invalid positive integer");
        }
        if (!form.getOrDefault("currency", "").matches("[a-z]{3}")) {
            return error(400, "parameter_missing", "Missing required param: currency.");
        }
        if (!card.matches("(pm_card|tok)_\\w+")) {
            return error(400, "resource_missing", "No such PaymentMethod: '" + card + "'");
        }
        ObjectNode intent = newObject("pi", "payment_intent");
        intent.put("amount", Long.parseLong(form.get("amount")));
        intent.put("amount_capturable", 0).put("amount_received", 0);
        intent.put("currency", form.get("currency"));
        intent.put("capture_method", form.getOrDefault("capture_method", "automatic"));
        intent.put("status", "requires_payment_method");
        intent.put("client_secret", id(intent) + "_secret");
        intent.putNull("latest_charge").putNull("last_payment_error").putNull("next_action");
        metadata(intent, form, "metadata");
        emit("payment_intent.created", intent);
        return "true".equals(form.get("confirm")) ? payWith(id(intent), card) : new Answer(200, intent);
    }

    public synchronized Answer capture(String intentId) {
        ObjectNode intent = object(intentId);
        if (!is(intent, "requires_capture")) {
            return unexpectedState(intent);
        }
        long amount = intent.path("amount").longValue();
        ObjectNode charge = object(intent.path("latest_charge").textValue());
        charge.put("captured", true).put("amount_captured", amount);
        emit("charge.captured", charge);
        intent.put("status", "succeeded").put("amount_received", amount).put("amount_capturable", 0);
        emit("payment_intent.succeeded", intent);
        return new Answer(200, intent);
    }

    public synchronized Answer cancel(String intentId) {
        ObjectNode intent = object(intentId);
        if (is(intent, "succeeded") || is(intent, "canceled") || is(intent, "processing")) {
            return unexpectedState(intent);
        }
        if (is(intent, "requires_capture")) {
            // Stripe calls it a refund of everything, though nothing was ever taken.
            ObjectNode charge = object(intent.path("latest_charge").textValue());
            charge.put("refunded", true).set("amount_refunded", charge.path("amount"));
            emit("charge.refunded", charge);
        }
        intent.put("status", "canceled").put("amount_capturable", 0);
        emit("payment_intent.canceled", intent);
        return new Answer(200, intent);
    }

    public synchronized Answer refund(Map<String, String> form) {
        ObjectNode intent = find(form.getOrDefault("payment_intent", ""));
        if (intent == null) {
            return error(404, "resource_missing", "No such payment_intent");
        }
        JsonNode latest = intent.path("latest_charge");
        ObjectNode charge = latest.isTextual() ? object(latest.textValue()) : newObject("ch", "charge");
        long left = charge.path("amount_captured").longValue()
                - charge.path("amount_refunded").longValue();
        long amount = Long.parseLong(form.getOrDefault("amount", Long.toString(left)));
        if (left == 0 && amount > 0) {
            return error(400, "charge_already_refunded", "Charge has already been refunded.");
        }
        if (amount > left) {
            return error(400, "amount_too_large", "Refund amount is greater than unrefunded amount on charge");
        }
        ObjectNode refund = newObject("re", "refund");
        refund.put("amount", amount).put("status", "succeeded");
        refund.set("currency", charge.path("currency"));
        refund.set("charge", charge.path("id"));
        refund.set("payment_intent", intent.path("id"));
        metadata(refund, form, "metadata");
        charge.put("amount_refunded", charge.path("amount_refunded").longValue() + amount);
        charge.put("refunded", amount == left);
        emit("refund.created", refund);
        emit("charge.refunded", charge);
        return new Answer(200, refund);
    }

    public synchronized Answer createSession(Map<String, String> form) {
        String amount = form.getOrDefault("line_items[0][price_data][unit_amount]", "");
        if (!amount.matches("[1-9]\\d{0,7}") || !"payment".equals(form.get("mode"))) {
            return error(400, "parameter_invalid_integer", "Invalid positive integer");
        }
        ObjectNode session = newObject("cs", "checkout.session");
        session.put("amount_total", Long.parseLong(amount));
        session.put("currency", form.get("line_items[0][price_data][currency]"));
        session.put("mode", "payment").put("status", "open").put("payment_status", "unpaid");
        session.put("client_reference_id", form.get("client_reference_id"));
        session.put("success_url", form.get("success_url")).put("cancel_url", form.get("cancel_url"));
        session.put("url", "https://checkout.stripe.example/c/pay/" + id(session));
        session.putNull("payment_intent");
        metadata(session, form, "metadata");
        metadata(session.putObject("intent_form"), form, "payment_intent_data[metadata]");
        return new Answer(200, session);
    }

    public synchronized Answer expireSession(String sessionId) {
        ObjectNode session = object(sessionId);
        if (!is(session, "open")) {
            return error(400, "resource_invalid_state", "Only sessions that are open can be expired.");
        }
        session.put("status", "expired").putNull("url");
        emit("checkout.session.expired", session);
        return new Answer(200, session);
    }

    // --- what payers, banks and time do ---------------------------------------------------------------------------

    /** The payer gives a card. */
    public synchronized Answer payWith(String intentId, String card) {
        ObjectNode intent = object(intentId);
        if (card.endsWith("authenticationRequired")) {
            intent.put("status", "requires_action").putNull("last_payment_error");
            intent.putObject("next_action")
                    .put("type", "redirect_to_url")
                    .putObject("redirect_to_url")
                    .put("url", "https://hooks.stripe.example/3ds/" + intentId);
            emit("payment_intent.requires_action", intent);
            return new Answer(200, intent);
        }
        return card.endsWith("chargeDeclined") ? decline(intent) : pay(intent);
    }

    /** The payer passes 3-D Secure, or a slow means of payment arrives. */
    public synchronized void succeeds(String intentId) {
        pay(object(intentId));
    }

    /** The payer fails 3-D Secure, or a slow means of payment does not arrive. */
    public synchronized void fails(String intentId) {
        decline(object(intentId));
    }

    /** The bank's authorisation lapses before anybody captured. */
    public synchronized void authorisationLapses(String intentId) {
        ObjectNode charge = object(object(intentId).path("latest_charge").textValue());
        charge.put("refunded", true).set("amount_refunded", charge.path("amount"));
        emit("charge.expired", charge);
        cancel(intentId);
    }

    /** The payer uses the page and pays at once. */
    public synchronized void paysOnPage(String sessionId) {
        ObjectNode session = object(sessionId);
        String intent = intentOf(session);
        payWith(intent, "pm_card_visa");
        session.put("status", "complete").put("payment_status", "paid");
        emit("checkout.session.completed", session);
    }

    /** The payer uses the page and promises to pay: a bank transfer, cash at a shop. */
    public synchronized void promisesOnPage(String sessionId) {
        ObjectNode session = object(sessionId);
        ObjectNode intent = object(intentOf(session));
        intent.put("status", "processing");
        emit("payment_intent.processing", intent);
        session.put("status", "complete");
        emit("checkout.session.completed", session);
    }

    public synchronized void keepsPromise(String sessionId) {
        ObjectNode session = object(sessionId);
        succeeds(session.path("payment_intent").textValue());
        session.put("payment_status", "paid");
        emit("checkout.session.async_payment_succeeded", session);
    }

    public synchronized void breaksPromise(String sessionId) {
        ObjectNode session = object(sessionId);
        fails(session.path("payment_intent").textValue());
        emit("checkout.session.async_payment_failed", session);
    }

    /** The payer's bank sends a refund back. */
    public synchronized void refundFails(String refundId) {
        ObjectNode refund = object(refundId);
        ObjectNode charge = object(refund.path("charge").textValue());
        charge.put("refunded", false)
                .put(
                        "amount_refunded",
                        charge.path("amount_refunded").longValue()
                                - refund.path("amount").longValue());
        refund.put("status", "failed").put("failure_reason", "expired_or_canceled_card");
        emit("refund.failed", refund);
        emit("refund.updated", refund);
        emit("charge.refund.updated", refund);
    }

    /** The payer asks the bank for the money back; answers the dispute's id. */
    public synchronized String dispute(String intentId, long amount) {
        ObjectNode charge = object(object(intentId).path("latest_charge").textValue());
        charge.put("disputed", true);
        ObjectNode dispute = newObject("du", "dispute");
        dispute.put("amount", amount).put("status", "needs_response").put("reason", "product_not_received");
        dispute.set("currency", charge.path("currency"));
        dispute.set("charge", charge.path("id"));
        dispute.put("payment_intent", intentId);
        dispute.putObject("evidence_details")
                .put("due_by", now().plus(Duration.ofDays(7)).getEpochSecond());
        emit("charge.dispute.created", dispute);
        emit("charge.dispute.funds_withdrawn", dispute);
        return id(dispute);
    }

    /** The bank moves on: {@code under_review}, {@code won}, {@code lost}. */
    public synchronized void disputeBecomes(String disputeId, String status) {
        ObjectNode dispute = object(disputeId);
        dispute.put("status", status);
        boolean isClosed = status.equals("won") || status.equals("lost");
        emit(isClosed ? "charge.dispute.closed" : "charge.dispute.updated", dispute);
        if (status.equals("won")) {
            emit("charge.dispute.funds_reinstated", dispute);
        }
    }

    // --- and how that is done -------------------------------------------------------------------------------------

    private Answer pay(ObjectNode intent) {
        boolean isManual = "manual".equals(intent.path("capture_method").textValue());
        long amount = intent.path("amount").longValue();
        ObjectNode charge = newCharge(intent, "succeeded");
        charge.put("captured", !isManual).put("amount_captured", isManual ? 0 : amount);
        intent.put("status", isManual ? "requires_capture" : "succeeded");
        intent.put("amount_received", isManual ? 0 : amount).put("amount_capturable", isManual ? amount : 0);
        intent.putNull("last_payment_error").putNull("next_action");
        emit("charge.succeeded", charge);
        emit(isManual ? "payment_intent.amount_capturable_updated" : "payment_intent.succeeded", intent);
        return new Answer(200, intent);
    }

    private Answer decline(ObjectNode intent) {
        ObjectNode charge = newCharge(intent, "failed");
        emit("charge.failed", charge);
        Answer declined = error(402, "card_declined", "Your card was declined.");
        ObjectNode error = (ObjectNode) declined.body().path("error");
        error.put("type", "card_error").put("decline_code", "generic_decline");
        intent.put("status", "requires_payment_method").putNull("next_action");
        intent.set("last_payment_error", error.deepCopy());
        emit("payment_intent.payment_failed", intent);
        error.set("payment_intent", intent.deepCopy());
        return declined;
    }

    private ObjectNode newCharge(ObjectNode intent, String status) {
        ObjectNode charge = newObject("ch", "charge");
        charge.put("status", status)
                .put("captured", false)
                .put("disputed", false)
                .put("refunded", false);
        charge.put("amount_captured", 0).put("amount_refunded", 0);
        charge.set("amount", intent.path("amount"));
        charge.set("currency", intent.path("currency"));
        charge.set("payment_intent", intent.path("id"));
        charge.set("metadata", intent.path("metadata").deepCopy());
        intent.set("latest_charge", charge.path("id"));
        return charge;
    }

    private String intentOf(ObjectNode session) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("amount", session.path("amount_total").asText());
        form.put("currency", session.path("currency").textValue());
        session.path("intent_form")
                .path("metadata")
                .properties()
                .forEach(entry -> form.put(
                        "metadata[" + entry.getKey() + "]", entry.getValue().textValue()));
        String intent = id(createIntent(form).body());
        session.put("payment_intent", intent);
        return intent;
    }

    private static Answer unexpectedState(ObjectNode intent) {
        Answer refused = error(400, "payment_intent_unexpected_state", "The PaymentIntent has another status.");
        ((ObjectNode) refused.body().path("error")).set("payment_intent", intent.deepCopy());
        return refused;
    }

    static Answer error(int status, String code, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("type", "invalid_request_error")
                .put("code", code)
                .put("message", message);
        return new Answer(status, body);
    }

    private static boolean is(ObjectNode object, String status) {
        return status.equals(object.path("status").textValue());
    }
}
