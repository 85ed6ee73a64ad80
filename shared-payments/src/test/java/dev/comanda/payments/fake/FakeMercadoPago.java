package dev.comanda.payments.fake;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private record Answer(int status, JsonNode body) {}

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx");

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String currency;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, ObjectNode> payments = new LinkedHashMap<>();
    private final Map<String, ObjectNode> preferences = new LinkedHashMap<>();
    private final Map<String, ObjectNode> chargebacks = new LinkedHashMap<>();
    private final Map<String, Answer> remembered = new HashMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private long lastId = 1_300_000_000;
    private Instant lastChange = Instant.now();
    private volatile boolean notifies;

    /** @param currency of the account's country: payments do not name theirs */
    public FakeMercadoPago(String currency) {
        this.currency = currency;
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

    public synchronized int paymentsMade() {
        return payments.size();
    }

    public synchronized JsonNode payment(String id) {
        return Objects.requireNonNull(payments.get(id)).deepCopy();
    }

    /** The buyer pays on the page; answers the payment's id. */
    public String payOn(String preferenceId) {
        JsonNode preference = preference(preferenceId);
        return payOn(
                preferenceId,
                preference.at("/items/0/unit_price").decimalValue(),
                preference.path("external_reference").asText());
    }

    /** A buyer pays with another amount or reference than the page's. */
    public synchronized String payOn(String preferenceId, BigDecimal amount, String reference) {
        JsonNode preference = preference(preferenceId);
        ObjectNode payment = newPayment(amount, reference);
        payment.put("currency_id", preference.at("/items/0/currency_id").asText());
        payment.set("metadata", preference.path("metadata"));
        payment.set("notification_url", preference.path("notification_url"));
        approve(payment);
        changed(payment);
        return payment.path("id").asText();
    }

    /** Whatever MercadoPago, a bank or a shop does to the payment. */
    public synchronized void change(String id, Consumer<ObjectNode> change) {
        ObjectNode payment = Objects.requireNonNull(payments.get(id));
        change.accept(payment);
        changed(payment);
    }

    /** The payer's bank asks for the money back; {@code covered} null until MercadoPago has decided. */
    public synchronized String chargeback(String paymentId, @Nullable Boolean covered) {
        ObjectNode payment = Objects.requireNonNull(payments.get(paymentId));
        String id = chargebacks.values().stream()
                .filter(known -> known.at("/payments/0").asText().equals(paymentId))
                .map(known -> known.path("id").asText())
                .findFirst()
                .orElseGet(() -> String.valueOf(nextId()));
        payment.put("status", "charged_back").put("status_detail", covered == null ? "in_process" : "settled");
        changed(payment);
        ObjectNode chargeback = chargebacks.computeIfAbsent(id, fresh -> JSON.createObjectNode());
        chargeback.put("id", id).put("currency", payment.path("currency_id").asText());
        chargeback.set("amount", payment.path("transaction_amount"));
        chargeback.putArray("payments").add(payment.path("id").asLong());
        chargeback.put("coverage_applied", covered).put("coverage_elegible", true);
        chargeback.put("date_documentation_deadline", date(lastChange.plusSeconds(864_000)));
        chargeback.put("date_last_updated", date(lastChange));
        return id;
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
        body.put("api_version", "v1").put("date_created", date(at)).put("id", nextId());
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
                case CONFLICT -> send(exchange, error(409, "conflict", "another call is in work"));
                case TOO_MANY -> send(exchange, error(429, "too_many_requests", "slow down"));
                case FORBIDDEN -> send(exchange, error(403, "forbidden", "at policy"));
                case REDIRECT -> {
                    exchange.getResponseHeaders().set("Location", uri() + "/elsewhere");
                    send(exchange, error(302, "found", "elsewhere"));
                }
                case ERROR_AFTER -> {
                    answer(call, exchange);
                    send(exchange, error(500, "internal_error", "try later"));
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
            return error(401, "unauthorized", "invalid access token");
        }
        if (call.method().equals("GET")) {
            return route(call);
        }
        if (call.idempotencyKeys().size() != 1) {
            return error(400, "bad_request", "Header X-Idempotency-Key can't be null");
        }
        String key = call.method() + call.path() + call.idempotencyKeys().getFirst();
        Answer before = remembered.get(key);
        Answer answer = before == null ? route(call) : before;
        remembered.put(key, new Answer(answer.status(), answer.body().deepCopy()));
        return answer;
    }

    private Answer route(Call call) {
        String[] path = call.path().substring(1).split("/");
        return switch (call.method() + " " + call.path().replaceAll("/[0-9][^/]*", "/*")) {
            case "POST /v1/payments" -> pay(call.body());
            case "GET /v1/payments/search" -> search(call.query());
            case "GET /v1/payments/*" -> one(payments.get(path[2]));
            case "PUT /v1/payments/*" -> change(payments.get(path[2]), call.body());
            case "POST /v1/payments/*/refunds" -> refund(payments.get(path[2]), call.body());
            case "GET /v1/chargebacks/*" -> one(chargebacks.get(path[2]));
            case "POST /checkout/preferences" -> open(call.body());
            case "GET /checkout/preferences/*" -> one(preferences.get(path[2]));
            case "PUT /checkout/preferences/*" -> changePage(preferences.get(path[2]), call.body());
            default -> error(404, "not_found", "no such address");
        };
    }

    private Answer pay(JsonNode body) {
        JsonNode amount = body.path("transaction_amount");
        if (!amount.isNumber() || amount.decimalValue().signum() <= 0) {
            return error(400, "bad_request", "Invalid transaction_amount");
        }
        String token = body.path("token").asText();
        if (!List.of("APRO", "FUND", "CONT", "").contains(token)) {
            return cause(2006, "Card Token not found");
        }
        if (!body.path("payer").path("email").asText().contains("@")) {
            return cause(4050, "payer.email must be a valid email");
        }
        ObjectNode payment = newPayment(
                amount.decimalValue(), body.path("external_reference").asText());
        payment.set("metadata", body.path("metadata"));
        payment.set("notification_url", body.path("notification_url"));
        payment.set("description", body.path("description"));
        switch (token) {
            case "APRO" -> {
                if (body.path("capture").asBoolean(true)) {
                    approve(payment);
                } else {
                    payment.put("status", "authorized").put("status_detail", "pending_capture");
                    payment.put("captured", false);
                }
            }
            case "FUND" -> payment.put("status", "rejected").put("status_detail", "cc_rejected_insufficient_amount");
            case "CONT" -> payment.put("status", "in_process").put("status_detail", "pending_contingency");
            default -> {
                payment.put("status", "pending").put("status_detail", "pending_waiting_payment");
                payment.putObject("transaction_details").put("external_resource_url", uri() + "/voucher");
            }
        }
        changed(payment);
        return new Answer(201, payment.deepCopy());
    }

    private ObjectNode newPayment(BigDecimal amount, String reference) {
        ObjectNode payment = JSON.createObjectNode();
        long id = nextId();
        payment.put("id", id).put("transaction_amount", amount.stripTrailingZeros());
        payment.put("transaction_amount_refunded", 0).put("currency_id", currency);
        payment.put("external_reference", reference).put("collector_id", Long.parseLong(COLLECTOR));
        payment.put("live_mode", true).put("status", "pending").put("status_detail", "");
        payment.put("date_created", date(lastChange)).putNull("date_approved");
        payment.putArray("refunds");
        payment.putObject("payer").put("email", "buyer@example.com");
        payments.put(String.valueOf(id), payment);
        return payment;
    }

    private void approve(ObjectNode payment) {
        payment.put("status", "approved").put("status_detail", "accredited").put("captured", true);
        payment.put("date_approved", date(lastChange));
    }

    private Answer change(@Nullable ObjectNode payment, JsonNode body) {
        if (payment == null) {
            return error(404, "not_found", "Payment not found");
        }
        String status = payment.path("status").asText();
        if (body.path("capture").asBoolean() && status.equals("authorized")) {
            approve(payment);
        } else if (body.path("status").asText().equals("cancelled")
                && List.of("authorized", "pending", "in_process").contains(status)) {
            payment.put("status", "cancelled").put("status_detail", "by_collector");
        } else {
            return cause(2013, "The action requested is not valid for the current payment state");
        }
        changed(payment);
        return new Answer(200, payment.deepCopy());
    }

    private Answer refund(@Nullable ObjectNode payment, JsonNode body) {
        if (payment == null) {
            return error(404, "not_found", "Payment not found");
        }
        BigDecimal amount = body.path("amount").decimalValue();
        BigDecimal refunded =
                payment.path("transaction_amount_refunded").decimalValue().add(amount);
        BigDecimal whole = payment.path("transaction_amount").decimalValue();
        if (!body.path("amount").isNumber() || refunded.compareTo(whole) > 0) {
            return cause(2063, "The action requested is not valid for the current payment state");
        }
        ObjectNode refund = JSON.createObjectNode();
        refund.put("id", nextId()).put("payment_id", payment.path("id").asLong());
        refund.put("amount", amount.stripTrailingZeros()).put("status", "approved");
        refund.put("date_created", date(lastChange));
        payment.withArray("refunds").add(refund);
        payment.put("transaction_amount_refunded", refunded.stripTrailingZeros());
        payment.put("status_detail", "partially_refunded");
        if (refunded.compareTo(whole) == 0) {
            payment.put("status", "refunded").put("status_detail", "refunded");
        }
        changed(payment);
        return new Answer(201, refund.deepCopy());
    }

    private Answer search(Map<String, String> query) {
        ObjectNode found = JSON.createObjectNode();
        ArrayNode results = found.putArray("results");
        payments.values().stream()
                .filter(payment -> payment.path("external_reference").asText().equals(query.get("external_reference")))
                .toList()
                .reversed()
                .forEach(payment -> results.add(payment.deepCopy()));
        found.putObject("paging").put("total", results.size());
        return new Answer(200, found);
    }

    private Answer open(JsonNode body) {
        ObjectNode preference = body.deepCopy();
        String id = COLLECTOR + "-" + UUID.randomUUID();
        preference.put("id", id).put("collector_id", Long.parseLong(COLLECTOR));
        preference.put("init_point", "https://www.mercadopago.example/checkout/v1/redirect?pref_id=" + id);
        preferences.put(id, preference);
        return new Answer(201, preference.deepCopy());
    }

    private Answer changePage(@Nullable ObjectNode preference, JsonNode body) {
        if (preference == null) {
            return error(404, "not_found", "Preference not found");
        }
        preference.setAll((ObjectNode) body.deepCopy());
        return new Answer(200, preference.deepCopy());
    }

    private synchronized JsonNode preference(String id) {
        return Objects.requireNonNull(preferences.get(id));
    }

    private static Answer one(@Nullable ObjectNode object) {
        return object == null ? error(404, "not_found", "not found") : new Answer(200, object.deepCopy());
    }

    private static Answer cause(int code, String description) {
        Answer answer = error(400, "bad_request", description);
        ((ObjectNode) answer.body())
                .putArray("cause")
                .addObject()
                .put("code", code)
                .put("description", description);
        return answer;
    }

    private static Answer error(int status, String error, String message) {
        return new Answer(
                status,
                JSON.createObjectNode()
                        .put("status", status)
                        .put("error", error)
                        .put("message", message));
    }

    /** No two changes bear the same time. */
    private void changed(ObjectNode payment) {
        Instant now = Instant.now();
        lastChange = now.isAfter(lastChange.plusMillis(1)) ? now : lastChange.plusMillis(1);
        payment.put("date_last_updated", date(lastChange));
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

    /** In steps, so that a neighbouring number is nobody's. */
    private synchronized long nextId() {
        lastId += 10;
        return lastId;
    }

    private static String date(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.ofHours(-4)).format(DATE);
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
