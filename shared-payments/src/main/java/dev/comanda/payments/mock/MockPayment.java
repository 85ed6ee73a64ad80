package dev.comanda.payments.mock;

import dev.comanda.payments.port.Tag;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of mock_payment: what was asked for. What came of it is in its events. Public for whoever binds its components only. */
public record MockPayment(
        String id,
        String variant,
        String operationId,
        String paymentId,
        String service,
        String reference,
        long amount,
        String currency,
        boolean captures,
        Scenario scenario,
        @Nullable String redirectUrl,
        Instant createdAt) {
    /** As it travels with every event. */
    Map<String, String> metadata() {
        return Map.of(
                "comanda_payment_id", paymentId,
                "comanda_operation", operationId,
                "comanda_service", service,
                "order_id", reference);
    }

    /** Minor units. */
    long paidAmount() {
        return scenario != Scenario.WRONG_AMOUNT ? amount : amount == 1 ? 2 : amount / 2;
    }

    String paidCurrency() {
        return scenario != Scenario.WRONG_CURRENCY ? currency : currency.equals("EUR") ? "USD" : "EUR";
    }

    Tag tag() {
        return new Tag(paymentId, operationId, service, reference);
    }
}
