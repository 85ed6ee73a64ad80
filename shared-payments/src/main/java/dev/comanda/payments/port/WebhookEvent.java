package dev.comanda.payments.port;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.ledger.PaymentState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider's webhook in normal form.
 *
 * @param eventId the provider's; duplicates are known by it
 * @param eventType the provider's name for what happened
 * @param paymentId the provider's id of the payment it is about; null when it is about none
 * @param state what the event by itself says of the payment, UNKNOWN when nothing
 * @param provider {@code stripe}, {@code mercadopago} or {@code mock}
 * @param raw the whole payload
 * @param relevance what is to be done about it
 * @param tag what of us its object carries
 * @param objects provider ids by kind ({@code intent}, {@code charge}, {@code refund}, {@code dispute}, {@code session})
 *     through which the payment is found
 * @param facts what it says, in the ledger's terms
 * @param billing what it says of subscriptions, invoices, customers and payment methods
 * @param mustBeFetched its word alone is not to be believed: {@link PaymentProvider#fetch} has the facts
 */
public record WebhookEvent(
        String eventId,
        String eventType,
        @Nullable String paymentId,
        PaymentState state,
        String provider,
        JsonNode raw,
        Relevance relevance,
        Tag tag,
        Map<String, String> objects,
        List<Fact> facts,
        List<BillingRecord> billing,
        boolean mustBeFetched) {
    /** What is to be done about an event. */
    public enum Relevance {
        /** Changes a payment or a read model. */
        ACT,
        /** Belongs to a payment and is only written into its history. */
        NOTE,
        /** Of a type nobody asked for. */
        IGNORE,
        /** Of another mode or account, or of an event family this endpoint is not for. */
        FOREIGN
    }

    @Override
    public String toString() {
        return "WebhookEvent[" + eventId + " " + eventType + "]";
    }
}
