package dev.comanda.payments.mercadopago;

import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.Account;
import dev.comanda.payments.port.PaymentRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bodies of our calls. Amounts are decimals in major units, with all the currency's digits. */
final class MercadoPagoRequests {
    private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127\\..*|\\[::1]");

    private final Account account;

    MercadoPagoRequests(Account account) {
        this.account = account;
    }

    String payment(PaymentRequest request, PaymentRequest.Method method, PaymentRequest.Customer payer) {
        Map<String, Object> body = common(request);
        body.put("transaction_amount", request.amount().major());
        putKnown(body, "token", method.token());
        putKnown(body, "payment_method_id", method.paymentMethodId());
        body.put("installments", method.installments() == null ? 1 : method.installments());
        body.put("payer", Map.of("email", payer.email()));
        body.put("capture", request.capture());
        body.put("description", request.reference());
        return Json.write(body);
    }

    String preference(PaymentRequest request) {
        Map<String, Object> body = common(request);
        body.put(
                "items",
                List.of(Map.of(
                        "title", request.reference(),
                        "quantity", 1,
                        "unit_price", request.amount().major(),
                        "currency_id", request.amount().currency().code())));
        PaymentRequest.Customer payer = request.customer();
        if (payer != null) {
            body.put("payer", Map.of("email", payer.email()));
        }
        PaymentRequest.Checkout checkout = request.checkout();
        if (checkout != null) {
            body.put(
                    "back_urls",
                    Map.of(
                            "success", checkout.successUrl(),
                            "pending", checkout.successUrl(),
                            "failure", checkout.cancelUrl()));
        }
        return Json.write(body);
    }

    private Map<String, Object> common(PaymentRequest request) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("external_reference", request.paymentId());
        putKnown(body, "notification_url", notificationUrl());
        Map<String, String> metadata = new HashMap<>(request.metadata());
        metadata.put("comanda_payment_id", request.paymentId());
        metadata.put("comanda_operation", request.operationId());
        metadata.put("comanda_service", account.service());
        metadata.put("order_id", request.reference());
        body.put("metadata", metadata);
        return body;
    }

    /** MercadoPago itself refuses a payment with an address that only this machine reaches. */
    private @Nullable String notificationUrl() {
        String host = String.valueOf(account.publicUrl().getHost());
        return account.apiBase().isEmpty() && THIS_MACHINE.matcher(host).matches()
                ? null
                : account.notificationUrl() + "?source_news=webhooks";
    }

    private static void putKnown(Map<String, Object> body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    /** The amount always: without one, MercadoPago refunds whatever is left. */
    static String refund(Money amount) {
        return Json.write(Map.of("amount", amount.major()));
    }

    static String capture() {
        return Json.write(Map.of("capture", true));
    }

    static String cancel() {
        return Json.write(Map.of("status", "cancelled"));
    }

    /** Ends a payment page. */
    static String expire(Instant end) {
        return Json.write(Map.of("expires", true, "expiration_date_to", end.toString()));
    }
}
