package dev.comanda.payments.port;

import dev.comanda.payments.money.Money;
import java.time.Instant;
import java.util.List;

/**
 * One account at a payment provider. Every method answers with a value: a provider that is down, slow or wrong is an
 * expected outcome. Calls block, for at most 45 s with their one repetition, and are never made inside a database transaction.
 *
 * <p>Calls that change something carry the key {@code comanda-<operation id>} as the provider's idempotency key, and the
 * operation and payment ids in the object's metadata, so that they can be repeated and found again.
 */
public interface PaymentProvider {
    /** Charges, reserves, or opens a page to pay on. Repeating it with the same operation id charges once. */
    CreateResult createPayment(PaymentRequest request);

    /** What the provider says of the payment now. A fetch may add facts and never takes one away. */
    StatusResult getPaymentStatus(String providerPaymentId);

    /** Sends {@code amount} back. Repeating it with the same operation id refunds once. */
    RefundResult refundPayment(String providerPaymentId, Money amount, String operationId);

    /** Takes the whole of an authorised amount; once. */
    StepResult capture(String providerPaymentId, Money amount, String operationId);

    /** Ends a payment that has captured nothing, or its payment page. */
    StepResult cancel(String providerPaymentId, String operationId);

    /** What became of an operation whose answer was lost. Reads only, and never from an index that lags behind. */
    LookResult look(Operation operation);

    /** Whether the request is from this account's provider, over its raw bytes. Never throws, whatever it is given. */
    Verdict verifyWebhook(WebhookRequest request);

    /**
     * The event in normal form. Only for a request that {@link #verifyWebhook} found valid; calls nobody.
     *
     * @throws MalformedWebhook when it is no event, or an event to act on without its object's id
     */
    WebhookEvent parseWebhook(WebhookRequest request) throws MalformedWebhook;

    /** The facts of an event that says only which object changed ({@link WebhookEvent#mustBeFetched()}). */
    default StatusResult fetch(WebhookEvent event) {
        String payment = event.paymentId();
        return payment == null ? new StatusResult.NotFound() : getPaymentStatus(payment);
    }

    /**
     * Events of the last days that did not reach us, by the provider's own record; empty when it keeps none or does not
     * answer. The reconciler treats each as a webhook that has just been verified.
     */
    default List<WebhookRequest> missedWebhooks(Instant since) {
        return List.of();
    }
}
