package dev.comanda.payments.mercadopago;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.port.MalformedWebhook;
import dev.comanda.payments.port.Tag;
import dev.comanda.payments.port.WebhookEvent;
import dev.comanda.payments.port.WebhookEvent.Relevance;
import dev.comanda.payments.port.WebhookRequest;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Notifications. Their body is not signed, so all that is taken from one is which object to ask about. They are known by
 * what is signed: whoever saw one could otherwise send it under the id of one that is still to come.
 */
final class MercadoPagoEvents {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,80}");

    private final @Nullable String account;
    private final @Nullable Boolean live;

    /** @param account whose notifications these are; null when that is not known, and not compared then */
    MercadoPagoEvents(@Nullable String account, String accessToken) {
        this.account = account;
        this.live = accessToken.startsWith("TEST-")
                ? Boolean.FALSE
                : accessToken.startsWith("APP_USR-") ? Boolean.TRUE : null;
    }

    WebhookEvent parse(WebhookRequest request) throws MalformedWebhook {
        JsonNode body = Json.read(request.body())
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new MalformedWebhook("not a JSON object"));
        word(Json.id(body.path("id")), "notification id");
        String topic = word(Json.text(body.path("type"), Json.text(body.path("topic"), "")), "type");
        String action = Json.text(body.path("action"), topic);
        Relevance relevance = relevance(topic, body);
        String object = relevance == Relevance.ACT ? object(body, request) : null;
        boolean isPayment = topic.equals("payment");
        return new WebhookEvent(
                MercadoPagoSignature.signedId(request),
                WORD.matcher(action).matches() ? action : topic,
                isPayment ? object : null,
                PaymentState.UNKNOWN,
                "mercadopago",
                body,
                relevance,
                Tag.NONE,
                object == null ? Map.of() : Map.of(isPayment ? "intent" : "dispute", object),
                List.of(),
                List.of(),
                relevance == Relevance.ACT);
    }

    private Relevance relevance(String topic, JsonNode body) {
        boolean isWanted = switch (topic) {
            case "payment", "chargebacks", "topic_chargebacks_wh" -> true;
            default -> false;
        };
        if (!isWanted) {
            return Relevance.IGNORE;
        }
        JsonNode mode = body.path("live_mode");
        String user = Json.id(body.path("user_id"));
        boolean isForeign = (mode.isBoolean() && live != null && mode.booleanValue() != live)
                || (user != null && account != null && !user.equals(account));
        return isForeign ? Relevance.FOREIGN : Relevance.ACT;
    }

    /** The body's id counts only where the signature, which covers the query's, speaks of the same. */
    private static String object(JsonNode body, WebhookRequest request) throws MalformedWebhook {
        String id = Json.id(body.path("data").path("id"));
        if (id == null || !MercadoPagoSignature.DATA_ID.matcher(id).matches()) {
            throw new MalformedWebhook("no data.id");
        }
        if (!id.equalsIgnoreCase(request.query().get("data.id"))) {
            throw new MalformedWebhook("data.id is not the one that was signed");
        }
        return id;
    }

    private static String word(@Nullable String text, String what) throws MalformedWebhook {
        if (text == null || !WORD.matcher(text).matches()) {
            throw new MalformedWebhook("no " + what);
        }
        return text;
    }
}
