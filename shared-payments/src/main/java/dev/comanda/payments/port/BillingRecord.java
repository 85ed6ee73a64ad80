package dev.comanda.payments.port;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of a subscription, invoice, customer or payment method.
 *
 * @param id the provider's
 * @param at the event's time: of two records the newer wins, within the same second the one with the higher rank
 * @param status the provider's word, null where there is none
 * @param rank for an invoice draft 0 &lt; open 1 &lt; uncollectible 2 &lt; void 3 &lt; paid 4, and a higher rank
 *     always wins; for the others 0 for what made the object and 1 for what came later
 * @param deleted final, whatever comes after
 * @param customerId the provider's id of whom it belongs to
 * @param fields what the read model shows, snake_case; no card number, no mail address. How far a subscription is paid
 *     for is the latest {@code period_end} of its paid invoices
 * @param mailTo whom to tell that an invoice could not be paid; never logged
 */
public record BillingRecord(
        Kind kind,
        String id,
        Instant at,
        @Nullable String status,
        int rank,
        boolean deleted,
        @Nullable String customerId,
        ObjectNode fields,
        @Nullable String mailTo) {
    /** The read models. */
    public enum Kind {
        SUBSCRIPTION,
        INVOICE,
        CUSTOMER,
        PAYMENT_METHOD
    }

    @Override
    public String toString() {
        return kind + " " + id;
    }
}
