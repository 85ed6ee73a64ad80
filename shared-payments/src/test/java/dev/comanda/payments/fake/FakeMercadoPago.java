package dev.comanda.payments.fake;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.comanda.payments.port.WebhookRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * MercadoPago as far as we use it: a server with payments, refunds, pages and chargebacks, that repeats its answer to a
 * repeated key, signs its notifications, and breaks in the ways it is told to.
 *
 * <p>What becomes of a payment depends on its token: {@code APRO} is approved (or authorised), {@code FUND} rejected,
 * {@code CONT} stays in process; no token at all is a voucher the payer has yet to take to a shop; any other is unknown.
 */
public final class FakeMercadoPago implements AutoCloseable {
    public static final String COLLECTOR = "724484980";
    public static final String TOKEN = "APP_USR-1234567890123456-020100-0f1e2d3c4b5a69788796a5b4c3d2e1f0-" + COLLECTOR;
    public static final String SECRET = "8f14e45fceea167a5a36dedd4bea2543d1c0c5a1c7b6f1d2a3b4c5d6e7f80910";

    /** How one answer goes wrong. */
    public enum Fault {
        /** The connection ends before anything is done. */
        RESET_BEFORE,
        /** What was asked is done, then the connection ends. */
        RESET_AFTER,
        /** Done; the answer's first half comes, and the rest does not. */
        SLOW_BODY,
        /** Done; a proxy answers 200 with a page. */
        HTML,
        CONFLICT,
        TOO_MANY,
        /** Done, and answered 500. */
        ERROR_AFTER,
        FORBIDDEN,
        REDIRECT,
        /** Every list in the answer is empty. */
        EMPTY_LISTS
    }

    /** A call as it arrived. */
    public record Call(
            String method, String path, Map<String, String> query, List<String> idempotencyKeys, JsonNode body) {}

    record Answer(int status, JsonNode body) {}

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final FakeMercadoPagoAccount account;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> remembered = new HashMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private volatile boolean notifies;

    /** @param currency of the account's country: payments do not name theirs */
    public FakeMercadoPago(String currency) {
        this.account = new FakeMercadoPagoAccount(currency, this::uri, this::announce);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The next answers go wrong in this way. */
    public synchronized void fail(Fault fault, int times) {
        for (int i = 0; i < times; i++) {
            faults.add(fault);
        }
    }

    /** From now on every change of a payment is posted, signed, to its notification_url. */
    public void notifies() {
        notifies = true;
    }

    public int paymentsMade() {
        return account.paymentsMade();
    }

    public JsonNode payment(String id) {
        return account.payment(id);
    }

    /** The buyer pays on the page; answers the payment's id. */
    public String payOn(String preferenceId) {
        return account.payOn(preferenceId);
    }

    /** A buyer pays with another amount or reference than the page's. */
    public String payOn(String preferenceId, BigDecimal amount, String reference) {
        return account.payOn(preferenceId, amount, reference);
    }

    /** A buyer pays on the page in another currency; nobody is told before the payment has it. */
    public String payOnIn(String preferenceId, String currency) {
        return account.payOnIn(preferenceId, currency);
    }

    /** Whatever MercadoPago, a bank or a shop does to the payment. */
    public void change(String id, Consumer<ObjectNode> change) {
        account.change(id, change);
    }

    /** The payer's bank asks for the money back; {@code covered} null until MercadoPago has decided. */
    public String chargeback(String paymentId, @Nullable Boolean covered) {
        return account.chargeback(paymentId, covered);
    }

    /** The notification about that object as it arrives, signed at this moment. */
    public WebhookRequest notification(String type, String id) {
        return notification(type, id, Instant.now());
    }

    public WebhookRequest notification(String type, String id, Instant at) {
        String requestId = UUID.randomUUID().toString();
        String ts = String.valueOf(at.toEpochMilli());
        ObjectNode body = JSON.createObjectNode();
        body.put("action", type.equals("payment") ? "payment.updated" : "created");
        body.put("api_version", "v1").put("date_created", at.toString()).put("id", account.nextId());
        body.put("live_mode", true).put("type", type).put("user_id", COLLECTOR);
        body.putObject("data").put("id", id);
        String signature = sign(SECRET, "id:" + id + ";request-id:" + requestId + ";ts:" + ts + ";");
        return new WebhookRequest(
                bytes(body),
                Map.of("x-signature", List.of("ts=" + ts + ",v1=" + signature), "x-request-id", List.of(requestId)),
                Map.of("data.id", id, "type", type),
                at);
    }

    /** Posts a notification to the address the payment was made with; answers the status. */
    public int post(String type, String id, String notificationUrl) throws IOException, InterruptedException {
        WebhookRequest request = notification(type, id);
        HttpRequest.Builder post = HttpRequest.newBuilder(URI.create(notificationUrl
                        + (notificationUrl.contains("?") ? "&" : "?") + "data.id=" + id + "&type=" + type))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, values) -> post.header(name, values.getFirst()));
        return client.send(post.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    public static String sign(String secret, String manifest) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(manifest.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            Call call = new Call(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    query(exchange.getRequestURI().getRawQuery()),
                    exchange.getRequestHeaders().getOrDefault("X-Idempotency-Key", List.of()),
                    bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes));
            calls.add(call);
            Fault fault = nextFault();
            switch (fault) {
                case null -> send(exchange, answer(call, exchange));
                case RESET_BEFORE -> {}
                case RESET_AFTER -> answer(call, exchange);
                case SLOW_BODY -> trickle(exchange, answer(call, exchange));
                case HTML -> {
                    answer(call, exchange);
                    byte[] page = "<html><body>We are doing our best</body></html>".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/html");
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                }
                case CONFLICT ->
                    send(exchange, FakeMercadoPagoAccount.error(409, "conflict", "another call is in work"));
                case TOO_MANY -> send(exchange, FakeMercadoPagoAccount.error(429, "too_many_requests", "slow down"));
                case FORBIDDEN -> send(exchange, FakeMercadoPagoAccount.error(403, "forbidden", "at policy"));
                case REDIRECT -> {
                    exchange.getResponseHeaders().set("Location", uri() + "/elsewhere");
                    send(exchange, FakeMercadoPagoAccount.error(302, "found", "elsewhere"));
                }
                case ERROR_AFTER -> {
                    answer(call, exchange);
                    send(exchange, FakeMercadoPagoAccount.error(500, "internal_error", "try later"));
                }
                case EMPTY_LISTS -> {
                    Answer answer = answer(call, exchange);
                    answer.body().forEach(field -> {
                        if (field instanceof ArrayNode list) {
                            list.removeAll();
                        }
                    });
                    send(exchange, answer);
                }
            }
        }
    }

    private synchronized @Nullable Fault nextFault() {
        return faults.poll();
    }

    private static void trickle(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = bytes(answer.body());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body, 0, body.length / 2);
        exchange.getResponseBody().flush();
        LockSupport.parkNanos(60_000_000_000L);
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = bytes(answer.body());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    private synchronized Answer answer(Call call, HttpExchange exchange) {
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return FakeMercadoPagoAccount.error(401, "unauthorized", "invalid access token");
        }
        if (call.method().equals("GET")) {
            return account.answer(call);
        }
        if (call.idempotencyKeys().size() != 1) {
            return FakeMercadoPagoAccount.error(400, "bad_request", "Header X-Idempotency-Key can't be null");
        }
        String key = call.method() + call.path() + call.idempotencyKeys().getFirst();
        Answer before = remembered.get(key);
        Answer answer = before == null ? account.answer(call) : before;
        remembered.put(key, new Answer(answer.status(), answer.body().deepCopy()));
        return answer;
    }

    private void announce(JsonNode payment) {
        if (notifies) {
            String id = payment.path("id").asText();
            String url = payment.path("notification_url").asText();
            Thread.ofVirtual().start(() -> postPatiently(id, url));
        }
    }

    private void postPatiently(String id, String url) {
        try {
            for (int tries = 0; tries < 20 && post("payment", id, url) != 200; tries++) {
                Thread.sleep(100);
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts.length == 2 ? parts[1] : "", StandardCharsets.UTF_8));
        }
        return query;
    }

    private static byte[] bytes(JsonNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
