package dev.comanda.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.port.LookResult;
import dev.comanda.payments.port.Operation;
import dev.comanda.payments.port.Remedy;
import dev.comanda.payments.port.StatusResult;
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

/** What is asked of Stripe and changes nothing there. An answer that is odd is no answer, never one that says "nothing". */
final class StripeReads {
    /** Clocks differ: an object may have been made before we say it was asked for. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    private static final int LOOKED_THROUGH = 5_000;
    private static final int OF_ONE_PAYMENT = 1_000;
    private static final int MISSED_EVENTS = 500;

    private final StripeApi api;
    private final InstantSource clock;

    StripeReads(StripeApi api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    StatusResult getPaymentStatus(String providerPaymentId) {
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
        // Whether the charge says that there are some: then an empty list is no answer.
        Map<String, Boolean> mustBeSome = new LinkedHashMap<>();
        if (charge.path("amount_captured").asLong() > 0) {
            mustBeSome.put("refund", charge.path("amount_refunded").asLong() > 0);
        }
        if (charge.path("disputed").asBoolean()) {
            mustBeSome.put("dispute", true);
        }
        for (Map.Entry<String, Boolean> more : mustBeSome.entrySet()) {
            String kindOfMore = more.getKey();
            Listing listing = api.list(
                    "/v1/" + kindOfMore + "s",
                    Map.of("payment_intent", StripeJson.first("", intent, "id")),
                    OF_ONE_PAYMENT);
            if (listing.trouble() != null) {
                return new StatusResult.Unknown(listing.trouble());
            }
            if (more.getValue() && listing.objects().isEmpty()) {
                return new StatusResult.Unknown("an empty list of " + kindOfMore + "s");
            }
            listing.objects().forEach(found -> all.addAll(facts.of(kindOfMore, found)));
        }
        return new StatusResult.Known(all, StripeTags.of(object));
    }

    LookResult look(Operation operation) {
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

    List<WebhookRequest> missedWebhooks(Instant since) {
        Map<String, Object> query = Map.of("delivery_success", false, "created", Map.of("gte", since.getEpochSecond()));
        Instant now = clock.instant();
        return api.list("/v1/events", query, MISSED_EVENTS).objects().stream()
                .map(event -> event.toString().getBytes(StandardCharsets.UTF_8))
                .map(body -> new WebhookRequest(body, Map.of(), Map.of(), now))
                .toList();
    }

    /** A page with its intent and that intent's charge, once it has them. */
    Reply page(String sessionId) {
        return api.get(
                "checkout.session",
                "/v1/checkout/sessions/" + sessionId,
                Map.of("expand", List.of("payment_intent.latest_charge")));
    }

    static boolean isPage(String providerPaymentId) {
        return providerPaymentId.startsWith("cs_");
    }

    /** What is said now may be about this whole second, so a webhook of the same second is not older. */
    StripeFacts factsAsOfNow() {
        return new StripeFacts(clock.instant().truncatedTo(ChronoUnit.SECONDS), "");
    }
}
