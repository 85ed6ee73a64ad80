package dev.comanda.payments.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.comanda.payments.fake.FakeMercadoPago.Answer;
import dev.comanda.payments.fake.FakeMercadoPago.Call;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the fake knows: payments, pages and chargebacks, and what becomes of each when it is asked or acted on. */
final class FakeMercadoPagoAccount {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx");

    private final String currency;
    private final Supplier<URI> uri;
    private final Consumer<JsonNode> listener;
    private final Map<String, ObjectNode> payments = new LinkedHashMap<>();
    private final Map<String, ObjectNode> preferences = new LinkedHashMap<>();
    private final Map<String, ObjectNode> chargebacks = new LinkedHashMap<>();
    private long lastId = 1_300_000_000;
    private Instant lastChange = Instant.now();

    /** @param listener is told of every payment that changes */
    FakeMercadoPagoAccount(String currency, Supplier<URI> uri, Consumer<JsonNode> listener) {
        this.currency = currency;
        this.uri = uri;
        this.listener = listener;
    }

    synchronized int paymentsMade() {
        return payments.size();
    }

    synchronized JsonNode payment(String id) {
        return Objects.requireNonNull(payments.get(id)).deepCopy();
    }

    String payOn(String preferenceId) {
        JsonNode preference = preference(preferenceId);
        return payOn(
                preferenceId,
                preference.at("/items/0/unit_price").decimalValue(),
                preference.path("external_reference").asText());
    }

    synchronized String payOn(String preferenceId, BigDecimal amount, String reference) {
        JsonNode preference = preference(preferenceId);
        ObjectNode payment = newPayment(amount, reference);
        payment.put("currency_id", preference.at("/items/0/currency_id").asText());
        payment.set("metadata", preference.path("metadata"));
        payment.set("notification_url", preference.path("notification_url"));
        approve(payment);
        changed(payment);
        return payment.path("id").asText();
    }

    synchronized String payOnIn(String preferenceId, String otherCurrency) {
        JsonNode preference = preference(preferenceId);
        String id = payOn(
                preferenceId,
                preference.at("/items/0/unit_price").decimalValue(),
                preference.path("external_reference").asText());
        Objects.requireNonNull(payments.get(id)).put("currency_id", otherCurrency);
        return id;
    }

    synchronized void change(String id, Consumer<ObjectNode> change) {
        ObjectNode payment = Objects.requireNonNull(payments.get(id));
        change.accept(payment);
        changed(payment);
    }

    synchronized String chargeback(String paymentId, @Nullable Boolean covered) {
        ObjectNode payment = Objects.requireNonNull(payments.get(paymentId));
        String id = chargebacks.values().stream()
                .filter(known -> known.at("/payments/0").asText().equals(paymentId))
                .map(known -> known.path("id").asText())
                .findFirst()
                .orElseGet(() -> String.valueOf(nextId()));
        payment.put("status", "charged_back").put("status_detail", covered == null ? "in_process" : "settled");
        changed(payment);
        ObjectNode chargeback = chargebacks.computeIfAbsent(id, fresh -> FakeMercadoPago.JSON.createObjectNode());
        chargeback.put("id", id).put("currency", payment.path("currency_id").asText());
        chargeback.set("amount", payment.path("transaction_amount"));
        chargeback.putArray("payments").add(payment.path("id").asLong());
        chargeback.put("coverage_applied", covered).put("coverage_elegible", true);
        chargeback.put("date_documentation_deadline", date(lastChange.plusSeconds(864_000)));
        chargeback.put("date_last_updated", date(lastChange));
        return id;
    }

    synchronized Answer answer(Call call) {
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
                payment.putObject("transaction_details").put("external_resource_url", uri.get() + "/voucher");
            }
        }
        changed(payment);
        return new Answer(201, payment.deepCopy());
    }

    private ObjectNode newPayment(BigDecimal amount, String reference) {
        ObjectNode payment = FakeMercadoPago.JSON.createObjectNode();
        long id = nextId();
        payment.put("id", id).put("transaction_amount", amount.stripTrailingZeros());
        payment.put("transaction_amount_refunded", 0).put("currency_id", currency);
        payment.put("external_reference", reference).put("collector_id", Long.parseLong(FakeMercadoPago.COLLECTOR));
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
        ObjectNode refund = FakeMercadoPago.JSON.createObjectNode();
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
        ObjectNode found = FakeMercadoPago.JSON.createObjectNode();
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
        String id = FakeMercadoPago.COLLECTOR + "-" + UUID.randomUUID();
        preference.put("id", id).put("collector_id", Long.parseLong(FakeMercadoPago.COLLECTOR));
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

    static Answer error(int status, String error, String message) {
        return new Answer(
                status,
                FakeMercadoPago.JSON
                        .createObjectNode()
                        .put("status", status)
                        .put("error", error)
                        .put("message", message));
    }

    /** No two changes bear the same time. */
    private void changed(ObjectNode payment) {
        Instant now = Instant.now();
        lastChange = now.isAfter(lastChange.plusMillis(1)) ? now : lastChange.plusMillis(1);
        payment.put("date_last_updated", date(lastChange));
        listener.accept(payment.deepCopy());
    }

    /** In steps, so that a neighbouring number is nobody's. */
    synchronized long nextId() {
        lastId += 10;
        return lastId;
    }

    private static String date(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.ofHours(-4)).format(DATE);
    }
}
