package dev.comanda.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.checkout.SessionExpireParams;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.Account;
import dev.comanda.payments.port.CreateResult;
import dev.comanda.payments.port.LookResult;
import dev.comanda.payments.port.MalformedWebhook;
import dev.comanda.payments.port.Operation;
import dev.comanda.payments.port.PaymentProvider;
import dev.comanda.payments.port.PaymentRequest;
import dev.comanda.payments.port.RefundResult;
import dev.comanda.payments.port.Remedy;
import dev.comanda.payments.port.StatusResult;
import dev.comanda.payments.port.StepResult;
import dev.comanda.payments.port.Verdict;
import dev.comanda.payments.port.WebhookEvent;
import dev.comanda.payments.port.WebhookRequest;
import dev.comanda.payments.stripe.StripeApi.Reply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One account at Stripe. A payment is a PaymentIntent ({@code pi_...}) or a Checkout Session ({@code cs_...}), which gets
 * its PaymentIntent when the payer uses it.
 */
final class StripeProvider implements PaymentProvider {
    private final StripeApi api;
    private final StripeRequests requests;
    private final StripeSignature signature;
    private final StripeEvents events;
    private final StripeReads reads;

    StripeProvider(Account account, StripeApi api, InstantSource clock) {
        this.api = api;
        this.requests = new StripeRequests(account);
        this.signature = new StripeSignature(account.webhookSecrets());
        this.events = new StripeEvents(account);
        this.reads = new StripeReads(api, clock);
    }

    @Override
    public CreateResult createPayment(PaymentRequest request) {
        StripeFacts facts = reads.factsAsOfNow();
        PaymentRequest.Checkout checkout = request.checkout();
        if (checkout != null) {
            return created(
                    "checkout.session",
                    api.post(
                            "checkout.session",
                            "/v1/checkout/sessions",
                            requests.session(request, checkout),
                            request.operationId()),
                    facts);
        }
        Optional<PaymentIntentCreateParams> intent = requests.intent(request);
        return intent.isEmpty()
                ? new CreateResult.Invalid("payment_method", "Stripe needs a token or a payment method pm_...")
                : created(
                        "payment_intent",
                        api.post("payment_intent", "/v1/payment_intents", intent.get(), request.operationId()),
                        facts);
    }

    private static CreateResult created(String kind, Reply reply, StripeFacts facts) {
        return switch (reply) {
            case Reply.Done(JsonNode object) ->
                new CreateResult.Created(
                        StripeJson.first("", object, "id"),
                        asOfCreation(object, facts).of(kind, object),
                        kind.equals("checkout.session")
                                ? StripeJson.text(object, "url")
                                : StripeJson.text(object.path("next_action").path("redirect_to_url"), "url"),
                        StripeJson.first("", object, "status").startsWith("requires_")
                                        && !"requires_capture".equals(StripeJson.text(object, "status"))
                                ? StripeJson.text(object, "client_secret")
                                : null);
            case Reply.Refused(int status, String code, String message, JsonNode intent) ->
                status == 402
                        ? new CreateResult.Declined(
                                code,
                                message,
                                StripeJson.id(intent),
                                asOfCreation(intent, facts).of("payment_intent", intent))
                        : new CreateResult.Invalid(code, message);
            case Reply.Unknown(String cause, Remedy remedy) -> new CreateResult.Unknown(cause, remedy);
            case Reply.NotSent(String cause) -> new CreateResult.NotSent(cause);
        };
    }

    /**
     * A creation that is repeated is answered as it was answered first, however much has happened since: what it says was
     * so when the object was made, by Stripe's own clock.
     */
    private static StripeFacts asOfCreation(JsonNode object, StripeFacts otherwise) {
        Instant created = StripeJson.time(object, "created");
        return created == null ? otherwise : new StripeFacts(created, "");
    }

    @Override
    public StatusResult getPaymentStatus(String providerPaymentId) {
        return reads.getPaymentStatus(providerPaymentId);
    }

    @Override
    public RefundResult refundPayment(String providerPaymentId, Money amount, String operationId) {
        StripeFacts facts = reads.factsAsOfNow();
        Reply reply = onIntent(
                providerPaymentId,
                intent -> api.post("refund", "/v1/refunds", requests.refund(intent, amount, operationId), operationId));
        return switch (reply) {
            case Reply.Done(JsonNode refund) ->
                new RefundResult.Refunded(StripeJson.first("", refund, "id"), facts.of("refund", refund));
            case Reply.Refused(int status, String code, String message, JsonNode intent) ->
                new RefundResult.Refused(code, message);
            case Reply.Unknown(String cause, Remedy remedy) -> new RefundResult.Unknown(cause, remedy);
            case Reply.NotSent(String cause) -> new RefundResult.NotSent(cause);
        };
    }

    @Override
    public StepResult capture(String providerPaymentId, Money amount, String operationId) {
        StripeFacts facts = reads.factsAsOfNow();
        Reply reply = onIntent(
                providerPaymentId,
                intent -> api.post(
                        "payment_intent",
                        "/v1/payment_intents/" + intent + "/capture",
                        requests.capture(amount),
                        operationId));
        return step("payment_intent", reply, "succeeded", facts);
    }

    @Override
    public StepResult cancel(String providerPaymentId, String operationId) {
        StripeFacts facts = reads.factsAsOfNow();
        if (StripeReads.isPage(providerPaymentId)
                && reads.page(providerPaymentId) instanceof Reply.Done(JsonNode page)) {
            switch (StripeJson.first("", page, "status")) {
                case "expired" -> {
                    return new StepResult.Done(facts.of("checkout.session", page));
                }
                case "open" -> {
                    Reply expired = api.post(
                            "checkout.session",
                            "/v1/checkout/sessions/" + providerPaymentId + "/expire",
                            SessionExpireParams.builder().build(),
                            operationId);
                    return step("checkout.session", expired, "expired", facts);
                }
                default -> {}
            }
        }
        Reply canceled = onIntent(
                providerPaymentId,
                intent -> api.post(
                        "payment_intent",
                        "/v1/payment_intents/" + intent + "/cancel",
                        PaymentIntentCancelParams.builder().build(),
                        operationId));
        return step("payment_intent", canceled, "canceled", facts);
    }

    /** A refusal because it stands already where it was to be brought is no refusal. */
    private static StepResult step(String kind, Reply reply, String wanted, StripeFacts facts) {
        return switch (reply) {
            case Reply.Done(JsonNode object) -> new StepResult.Done(facts.of(kind, object));
            case Reply.Refused(int status, String code, String message, JsonNode intent) ->
                code.equals("payment_intent_unexpected_state") && wanted.equals(StripeJson.text(intent, "status"))
                        ? new StepResult.Done(facts.of("payment_intent", intent))
                        : new StepResult.Refused(code, message);
            case Reply.Unknown(String cause, Remedy remedy) -> new StepResult.Unknown(cause, remedy);
            case Reply.NotSent(String cause) -> new StepResult.NotSent(cause);
        };
    }

    @Override
    public LookResult look(Operation operation) {
        return reads.look(operation);
    }

    @Override
    public Verdict verifyWebhook(WebhookRequest request) {
        return signature.verify(request);
    }

    @Override
    public WebhookEvent parseWebhook(WebhookRequest request) throws MalformedWebhook {
        return events.parse(request);
    }

    @Override
    public List<WebhookRequest> missedWebhooks(Instant since) {
        return reads.missedWebhooks(since);
    }

    /** The reply to a call on the payment's intent. When that cannot be found out, the call was not made. */
    private Reply onIntent(String providerPaymentId, Function<String, Reply> call) {
        if (!StripeReads.isPage(providerPaymentId)) {
            return call.apply(providerPaymentId);
        }
        return switch (reads.page(providerPaymentId)) {
            case Reply.Done(JsonNode page) -> {
                String intent = StripeJson.id(page, "payment_intent");
                yield intent == null
                        ? new Reply.Refused(400, "not_paid", "Nobody has paid on this page.", page)
                        : call.apply(intent);
            }
            case Reply.Unknown(String cause, Remedy remedy) -> new Reply.NotSent(cause);
            case Reply.Refused refused -> refused;
            case Reply.NotSent notSent -> notSent;
        };
    }
}
