package dev.comanda.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.net.ApiRequestParams;
import com.stripe.net.ApiResource.RequestMethod;
import com.stripe.net.FormEncoder;
import com.stripe.net.RawRequestOptions;
import dev.comanda.payments.port.Account;
import dev.comanda.payments.port.GuardedCalls;
import dev.comanda.payments.port.GuardedCalls.Call;
import dev.comanda.payments.port.GuardedCalls.ServerTrouble;
import dev.comanda.payments.port.GuardedCalls.TurnedAway;
import dev.comanda.payments.port.Remedy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call at a time to Stripe, and what came of it. Answers are read as JSON and never as the library's classes, which
 * know only one release of Stripe's API.
 */
final class StripeApi {
    private static final int PAGE = 100;

    private final StripeClient client;
    private final GuardedCalls calls;

    private StripeApi(StripeClient client, GuardedCalls calls) {
        this.client = client;
        this.calls = calls;
    }

    static StripeApi of(Account account, GuardedCalls calls, Duration timeout) {
        // Else the library leaves a file in the home folder of whoever runs us.
        Stripe.enableTelemetry = false;
        StripeClient.StripeClientBuilder builder = StripeClient.builder()
                .setApiKey(account.secretKey().orElseThrow())
                .setMaxNetworkRetries(0)
                .setHttpClient(new StripeTransport(timeout));
        account.apiBase().ifPresent(base -> builder.setApiBase(base.toString().replaceAll("/+$", "")));
        return new StripeApi(builder.build(), calls);
    }

    /** What one call came to. */
    sealed interface Reply {
        /** The object that was asked for, with its id. */
        record Done(JsonNode object) implements Reply {}

        /**
         * Stripe says no.
         *
         * @param intent the PaymentIntent it says no about; missing where it names none
         */
        record Refused(int status, String code, String message, JsonNode intent) implements Reply {}

        record Unknown(String cause, Remedy remedy) implements Reply {}

        record NotSent(String cause) implements Reply {}
    }

    /** Changes something, once for each operation however often it is called. {@code kind} is what Stripe calls the object. */
    Reply post(String kind, String path, ApiRequestParams params, String operationId) {
        RawRequestOptions options = RawRequestOptions.builder()
                .setIdempotencyKey("comanda-" + operationId)
                .build();
        return reply(kind, RequestMethod.POST, path, FormEncoder.createQueryString(params.toMap()), options);
    }

    Reply get(String kind, String path, Map<String, Object> query) {
        return reply(
                kind,
                RequestMethod.GET,
                query.isEmpty() ? path : path + "?" + FormEncoder.createQueryString(query),
                null,
                RawRequestOptions.builder().build());
    }

    /**
     * The objects of a list, newest first.
     *
     * @param trouble why there may be more of them; null when these are all
     */
    record Listing(List<JsonNode> objects, @Nullable String trouble) {}

    Listing list(String path, Map<String, Object> query, int atMost) {
        List<JsonNode> objects = new ArrayList<>();
        Map<String, Object> page = new HashMap<>(query);
        page.put("limit", PAGE);
        while (objects.size() < atMost) {
            if (!(get("list", path, page) instanceof Reply.Done(JsonNode list))) {
                return new Listing(objects, "no list");
            }
            list.path("data").forEach(objects::add);
            if (!list.path("has_more").asBoolean()) {
                return new Listing(objects, null);
            }
            String last = objects.isEmpty() ? null : StripeJson.id(objects.getLast());
            if (last == null) {
                return new Listing(objects, "a page without an end");
            }
            page.put("starting_after", last);
        }
        return new Listing(objects, "more than " + atMost);
    }

    private Reply reply(
            String kind, RequestMethod method, String path, @Nullable String content, RawRequestOptions options) {
        return switch (calls.make(() -> call(kind, method, path, content, options), Reply.class)) {
            case Call.Answered<Reply>(Reply answer) -> answer;
            case Call.NotSent<Reply>(String cause) -> new Reply.NotSent(cause);
            case Call.Lost<Reply>(String cause, Remedy remedy) -> new Reply.Unknown(cause, remedy);
        };
    }

    private Reply call(
            String kind, RequestMethod method, String path, @Nullable String content, RawRequestOptions options)
            throws StripeException {
        try {
            String body = client.rawRequest(method, path, content, options).body();
            return StripeJson.object(body)
                    .filter(object -> kind.equals(StripeJson.text(object, "object")))
                    .filter(object ->
                            kind.equals("list") ? object.path("data").isArray() : StripeJson.id(object) != null)
                    .map(Reply.Done::new)
                    .orElseThrow(() -> new ServerTrouble("no " + kind));
        } catch (ApiConnectionException e) {
            throw e;
        } catch (StripeException e) {
            return refusal(e);
        }
    }

    private static Reply refusal(StripeException e) throws StripeException {
        int status = Optional.ofNullable(e.getStatusCode()).orElse(0);
        switch (status) {
            case 401, 403 -> throw new TurnedAway("key_not_accepted");
            case 429 -> throw new TurnedAway("too_many_calls");
            // The first call with this key is still at work.
            case 409 -> throw e;
            default -> {
                JsonNode error = error(e);
                // The same key with other parameters: what the first call came to is not what we are told here.
                boolean isAnswer = status >= 400
                        && status < 500
                        && error.isObject()
                        && !"idempotency_error".equals(StripeJson.text(error, "type"));
                if (!isAnswer) {
                    throw new ServerTrouble("HTTP " + status);
                }
                return new Reply.Refused(
                        status,
                        StripeJson.first("provider_error", error, "decline_code", "code", "type"),
                        StripeJson.first("The payment provider refused.", error, "message"),
                        error.path("payment_intent"));
            }
        }
    }

    private static JsonNode error(StripeException e) {
        return Optional.ofNullable(e.getStripeError())
                .flatMap(error -> Optional.ofNullable(error.getLastResponse()))
                .flatMap(response -> StripeJson.object(response.body()))
                .<JsonNode>map(body -> body.path("error"))
                .orElse(MissingNode.getInstance());
    }
}
