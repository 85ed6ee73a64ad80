package dev.comanda.payments.fake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stripe.net.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.comanda.payments.fake.FakeStripeAccount.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's API on this machine: an {@link #account()} behind HTTP, with Stripe's ways of keeping idempotency keys, and
 * faults on demand.
 *
 * <pre>{@code
 * try (FakeStripe stripe = new FakeStripe()) {
 *     stripe.deliverTo(URI.create("http://127.0.0.1:8081/payments/process/stripe"), "whsec_test");
 *     stripe.nextCalls(Fault.RESET_AFTER);
 *     // STRIPE_API_BASE = stripe.base(), STRIPE_SECRET_KEY = FakeStripe.KEY
 *     ...
 *     assertThat(stripe.count("POST", "/v1/payment_intents")).isEqualTo(1);
 * }
 * }</pre>
 */
public final class FakeStripe implements AutoCloseable {
    /** The only key it takes. */
    public static final String KEY = "sk_test_fake";

    private static final Duration SLOW = Duration.ofSeconds(2);

    private final FakeStripeAccount account;
    private final InstantSource clock;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final Queue<Fault> faultsOfPosts = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Saved> saved = new ConcurrentHashMap<>();
    private final Set<String> delivered = ConcurrentHashMap.newKeySet();

    /** What can go wrong with one call. */
    public enum Fault {
        NONE,
        /** The connection breaks before anything is done. */
        RESET_BEFORE,
        /** It is done, and the connection breaks instead of an answer. */
        RESET_AFTER,
        /** It is done, and the answer's body does not come for two seconds. */
        SLOW_BODY,
        /** It is done, and something between us answers with a page of HTML and 200. */
        HTML,
        /** It is done, and 500 is answered, now and to every repetition with that key. */
        ERROR_AFTER,
        /** Nothing is done: a call with that key is under way. */
        CONFLICT,
        /** Nothing is done: too many calls. */
        BUSY,
        /** A list that is empty, whatever there is. */
        EMPTY_LIST,
        /** {@code {}} with 200. */
        EMPTY_OBJECT
    }

    /** A call as it arrived; {@code parameters} are those of query and form. */
    public record Request(
            String method,
            String path,
            Map<String, String> parameters,
            @Nullable String idempotencyKey) {}

    private record Saved(String fingerprint, @Nullable Answer answer) {}

    public FakeStripe() {
        this(InstantSource.system());
    }

    public FakeStripe(InstantSource clock) {
        this.clock = clock;
        this.account = new FakeStripeAccount(clock);
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Its state, and what payers, banks and time do to it. */
    public FakeStripeAccount account() {
        return account;
    }

    /** What happens to the next calls that change something: nobody who only asks meanwhile is in the way. */
    public void nextPosts(Fault... next) {
        faultsOfPosts.addAll(List.of(next));
    }

    /** What happens to the next calls, in turn; those after them are fine. */
    public void nextCalls(Fault... next) {
        faults.addAll(List.of(next));
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public long count(String method, String path) {
        return requests.stream()
                .filter(request ->
                        request.method().equals(method) && request.path().equals(path))
                .count();
    }

    /** Posts every event from now on, as it happens, signed and once; what is not answered 2xx is listed as undelivered. */
    public void deliverTo(URI target, String secret) {
        account.onEvent(event -> threads.execute(() -> post(event, target, secret)));
    }

    /** Posts one event, signed now, and answers with the status; 0 when nobody was there. */
    public int post(ObjectNode event, URI target, String secret) {
        byte[] body = account.render(event, event.path("api_version").asText());
        try {
            int status = http.send(
                            HttpRequest.newBuilder(target)
                                    .header("Content-Type", "application/json; charset=utf-8")
                                    .header("Stripe-Signature", sign(body, secret))
                                    .timeout(Duration.ofSeconds(20))
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status / 100 == 2) {
                delivered.add(event.path("id").textValue());
            }
            return status;
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** The {@code Stripe-Signature} header over that body, made now by Stripe's own library. */
    public String sign(byte[] body, String secret) {
        try {
            return Webhook.Signature.generateSignatureHeader(
                    new String(body, StandardCharsets.UTF_8),
                    secret,
                    clock.instant().getEpochSecond());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        http.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> parameters =
                new TreeMap<>(decoded(exchange.getRequestURI().getRawQuery()));
        parameters.putAll(decoded(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                parameters,
                exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        requests.add(request);
        Fault ofPost = request.method().equals("POST") ? faultsOfPosts.poll() : null;
        Fault fault = ofPost != null ? ofPost : Objects.requireNonNullElse(faults.poll(), Fault.NONE);
        Answer answer = ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                ? answer(request, fault)
                : FakeStripeAccount.error(401, "api_key_invalid", "Invalid API Key provided");
        switch (fault) {
            case RESET_BEFORE, RESET_AFTER -> exchange.close();
            case HTML -> send(exchange, 200, "<!doctype html><title>Sign in to this network</title>");
            case SLOW_BODY -> sendSlowly(exchange, answer.body().toString());
            default -> send(exchange, answer.status(), answer.body().toString());
        }
    }

    private Answer answer(Request request, Fault fault) {
        return switch (fault) {
            case RESET_BEFORE -> new Answer(500, JsonNodeFactory.instance.objectNode());
            case BUSY -> FakeStripeAccount.error(429, "rate_limit", "Too many requests");
            case CONFLICT -> FakeStripeAccount.error(409, "idempotency_key_in_use", "Another request is under way");
            case EMPTY_LIST -> page(List.of(), request);
            case EMPTY_OBJECT -> new Answer(200, JsonNodeFactory.instance.objectNode());
            case NONE, RESET_AFTER, SLOW_BODY, HTML, ERROR_AFTER -> once(request, fault == Fault.ERROR_AFTER);
        };
    }

    /** What was answered to a key is answered again, an error of Stripe's own included; refused parameters are not kept. */
    private Answer once(Request request, boolean breaksAfterwards) {
        String key = request.idempotencyKey();
        if (key == null) {
            return act(request);
        }
        String fingerprint = request.path() + request.parameters();
        Saved before = saved.putIfAbsent(key, new Saved(fingerprint, null));
        if (before == null) {
            Answer answer = act(request);
            Answer kept = breaksAfterwards ? FakeStripeAccount.error(500, "api_error", "Something broke") : answer;
            saved.put(
                    key,
                    new Saved(fingerprint, new Answer(kept.status(), kept.body().deepCopy())));
            return kept;
        }
        if (!before.fingerprint().equals(fingerprint)) {
            Answer refused = FakeStripeAccount.error(400, "", "Keys can only be used with the same parameters.");
            ((ObjectNode) refused.body().path("error")).put("type", "idempotency_error");
            return refused;
        }
        Answer answer = before.answer();
        return answer == null
                ? FakeStripeAccount.error(409, "idempotency_key_in_use", "Another request is under way")
                : answer;
    }

    private Answer act(Request request) {
        String[] path = request.path()
                .substring("/v1/".length())
                .replace("checkout/", "")
                .split("/");
        String id = path.length > 1 ? path[1] : "";
        if (!id.isEmpty() && !account.has(id)) {
            return FakeStripeAccount.error(404, "resource_missing", "No such object: '" + id + "'");
        }
        String action = request.method() + " " + path[0] + (path.length > 1 ? " id" : "")
                + (path.length > 2 ? " " + path[2] : "");
        return switch (action) {
            case "POST payment_intents" -> account.createIntent(request.parameters());
            case "POST payment_intents id capture" -> account.capture(id);
            case "POST payment_intents id cancel" -> account.cancel(id);
            case "POST refunds" -> account.refund(request.parameters());
            case "POST sessions" -> account.createSession(request.parameters());
            case "POST sessions id expire" -> account.expireSession(id);
            case "GET payment_intents id", "GET sessions id", "GET refunds id" -> {
                String expand = request.parameters().getOrDefault("expand[0]", "");
                yield new Answer(200, account.expanded(id, expand));
            }
            case "GET payment_intents" -> page(account.all("payment_intent", fits(request)), request);
            case "GET sessions" -> page(account.all("checkout.session", fits(request)), request);
            case "GET refunds" -> page(account.all("refund", fits(request)), request);
            case "GET disputes" -> page(account.all("dispute", fits(request)), request);
            case "GET events" ->
                page(
                        account.events().reversed().stream()
                                .filter(fits(request))
                                .filter(event ->
                                        !delivered.contains(event.path("id").textValue()))
                                .toList(),
                        request);
            default -> FakeStripeAccount.error(404, "unknown_url", "Unrecognized request URL");
        };
    }

    private static Predicate<ObjectNode> fits(Request request) {
        long since = Long.parseLong(request.parameters().getOrDefault("created[gte]", "0"));
        String intent = request.parameters().getOrDefault("payment_intent", "");
        return object -> object.path("created").longValue() >= since
                && (intent.isEmpty()
                        || intent.equals(object.path("payment_intent").textValue()));
    }

    private static Answer page(List<ObjectNode> all, Request request) {
        int limit = Integer.parseInt(request.parameters().getOrDefault("limit", "10"));
        List<ObjectNode> rest =
                FakeStripeObjects.after(all, request.parameters().getOrDefault("starting_after", ""));
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("object", "list").put("has_more", rest.size() > limit);
        list.putArray("data").addAll(rest.stream().limit(limit).toList());
        return new Answer(200, list);
    }

    private static Map<String, String> decoded(@Nullable String form) {
        Map<String, String> decoded = new LinkedHashMap<>();
        if (form != null && !form.isEmpty()) {
            for (String pair : form.split("&")) {
                String[] both = pair.split("=", 2);
                decoded.put(
                        URLDecoder.decode(both[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(both.length > 1 ? both[1] : "", StandardCharsets.UTF_8));
            }
        }
        return decoded;
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void sendSlowly(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body, 0, 1);
        exchange.getResponseBody().flush();
        try {
            Thread.sleep(SLOW);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.getResponseBody().write(Arrays.copyOfRange(body, 1, body.length));
        exchange.close();
    }
}
