package dev.comanda.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.checkout.SessionExpireParams;
import dev.comanda.payments.ledger.Fact;
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
import dev.comanda.payments.stripe.StripeApi.Listing;
import dev.comanda.payments.stripe.StripeApi.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One account at Stripe. A payment is a PaymentIntent ({@code pi_...}) or a Checkout Session ({@code cs_...}), which gets
 * its PaymentIntent when the payer uses it.
 */
final class StripeProvider implements PaymentProvider {
    /** Clocks differ: an object may have been made before we say it was asked for. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    private static final int LOOKED_THROUGH = 5_000;
    private static final int OF_ONE_PAYMENT = 1_000;
    private static final int MISSED_EVENTS = 500;

    private final StripeApi api;
    private final StripeRequests requests;
    private final StripeSignature signature;
    private final StripeEvents events;
    private final InstantSource clock;

    StripeProvider(Account account, StripeApi api, InstantSource clock) {
        this.api = api;
        this.requests = new StripeRequests(account);
        this.signature = new StripeSignature(account.webhookSecrets());
        this.events = new StripeEvents(account);
        this.clock = clock;
    }

    @Override
    public CreateResult createPayment(PaymentRequest request) {
        StripeFacts facts = factsAsOfNow();
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
        long created = object.path("created").asLong();
        return created > 0 ? new StripeFacts(Instant.ofEpochSecond(created), "") : otherwise;
    }

    @Override
    public StatusResult getPaymentStatus(String providerPaymentId) {
        StripeFacts facts = factsAsOfNow();
        boolean isPage = isPage(providerPaymentId);
        Reply reply = isPage
                ? page(providerPaymentId)
                : api.get(
                        "payment_intent",
                        "/v1/payment_intents/" + providerPaymentId,
                        Map.of("expand", List.of("latest_charge")));
        return switch (reply) {
            case Reply.Done(JsonNode object) -> known(isPage ? "checkout.session" : "payment_intent", object, facts);
            case Reply.Refused(int status, String code, String message, JsonNode intent) ->
                status == 404 ? new StatusResult.NotFound() : new StatusResult.Unknown(code);
            case Reply.Unknown(String cause, Remedy remedy) -> new StatusResult.Unknown(cause);
            case Reply.NotSent(String cause) -> new StatusResult.Unknown(cause);
        };
    }

    /** With what the charge says there is more of: refunds once money came, disputes once there was one. */
    private StatusResult known(String kind, JsonNode object, StripeFacts facts) {
        List<Fact> all = new ArrayList<>(facts.of(kind, object));
        JsonNode intent = kind.equals("checkout.session") ? object.path("payment_intent") : object;
        JsonNode charge = intent.path("latest_charge");
        // By whether the charge says that there are some: then an empty list is no answer.
        Map<String, Boolean> kinds = new LinkedHashMap<>();
        if (charge.path("amount_captured").asLong() > 0) {
            kinds.put("refund", charge.path("amount_refunded").asLong() > 0);
        }
        if (charge.path("disputed").asBoolean()) {
            kinds.put("dispute", true);
        }
        for (Map.Entry<String, Boolean> each : kinds.entrySet()) {
            String one = each.getKey();
            Listing listing = api.list(
                    "/v1/" + one + "s", Map.of("payment_intent", StripeJson.first("", intent, "id")), OF_ONE_PAYMENT);
            if (listing.trouble() != null) {
                return new StatusResult.Unknown(listing.trouble());
            }
            if (each.getValue() && listing.objects().isEmpty()) {
                return new StatusResult.Unknown("an empty list of " + one + "s");
            }
            listing.objects().forEach(found -> all.addAll(facts.of(one, found)));
        }
        return new StatusResult.Known(all, StripeTags.of(object));
    }

    @Override
    public RefundResult refundPayment(String providerPaymentId, Money amount, String operationId) {
        StripeFacts facts = factsAsOfNow();
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
        StripeFacts facts = factsAsOfNow();
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
        StripeFacts facts = factsAsOfNow();
        if (isPage(providerPaymentId) && page(providerPaymentId) instanceof Reply.Done(JsonNode page)) {
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
        String payment = operation.providerPaymentId();
        return payment == null ? lookForPayment(operation) : lookAtPayment(operation, payment);
    }

    /** Pages first: the intent of one carries the same metadata, and the page is what was made. */
    private LookResult lookForPayment(Operation operation) {
        Map<String, Object> since = Map.of(
                "created",
                Map.of("gte", operation.firstSentAt().minus(CLOCK_SKEW).getEpochSecond()));
        for (String path : List.of("/v1/checkout/sessions", "/v1/payment_intents")) {
            Listing listing = api.list(path, since, LOOKED_THROUGH);
            Optional<String> found = listing.objects().stream()
                    .filter(object ->
                            operation.operationId().equals(StripeTags.of(object).operationId()))
                    .flatMap(object -> Optional.ofNullable(StripeJson.id(object)).stream())
                    .findFirst();
            if (found.isPresent()) {
                return lookAtPayment(operation, found.get());
            }
            if (listing.trouble() != null) {
                return new LookResult.Unknown(listing.trouble());
            }
        }
        return new LookResult.NotFound();
    }

    private LookResult lookAtPayment(Operation operation, String payment) {
        return switch (getPaymentStatus(payment)) {
            case StatusResult.Known known
            when known.facts().stream().anyMatch(fact -> shows(fact, operation)) ->
                new LookResult.Found(payment, known.facts());
            case StatusResult.Known known -> new LookResult.NotFound();
            case StatusResult.NotFound notFound -> new LookResult.NotFound();
            case StatusResult.Unknown(String cause) -> new LookResult.Unknown(cause);
        };
    }

    private static boolean shows(Fact fact, Operation operation) {
        return switch (operation.kind()) {
            case CREATE -> true;
            case REFUND ->
                fact instanceof Fact.Refund refund && operation.operationId().equals(refund.operation());
            case CAPTURE -> fact instanceof Fact.Intent intent && intent.status() == Fact.Intent.Status.SUCCEEDED;
            case CANCEL ->
                (fact instanceof Fact.Intent intent && intent.status() == Fact.Intent.Status.CANCELED)
                        || (fact instanceof Fact.Session page && page.status() == Fact.Session.Status.EXPIRED);
        };
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
        Map<String, Object> query = Map.of("delivery_success", false, "created", Map.of("gte", since.getEpochSecond()));
        Instant now = clock.instant();
        return api.list("/v1/events", query, MISSED_EVENTS).objects().stream()
                .map(event -> event.toString().getBytes(StandardCharsets.UTF_8))
                .map(body -> new WebhookRequest(body, Map.of(), Map.of(), now))
                .toList();
    }

    /** The reply to a call on the payment's intent. When that cannot be found out, the call was not made. */
    private Reply onIntent(String providerPaymentId, Function<String, Reply> call) {
        if (!isPage(providerPaymentId)) {
            return call.apply(providerPaymentId);
        }
        return switch (page(providerPaymentId)) {
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

    private Reply page(String sessionId) {
        return api.get(
                "checkout.session",
                "/v1/checkout/sessions/" + sessionId,
                Map.of("expand", List.of("payment_intent.latest_charge")));
    }

    private static boolean isPage(String providerPaymentId) {
        return providerPaymentId.startsWith("cs_");
    }

    /** What is said now may be about this whole second, so a webhook of the same second is not older. */
    private StripeFacts factsAsOfNow() {
        return new StripeFacts(clock.instant().truncatedTo(ChronoUnit.SECONDS), "");
    }
}
