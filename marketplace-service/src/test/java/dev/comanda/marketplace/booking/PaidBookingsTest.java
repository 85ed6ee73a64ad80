package dev.comanda.marketplace.booking;

import static dev.comanda.marketplace.booking.Client.booked;
import static dev.comanda.marketplace.booking.Client.booking;
import static dev.comanda.marketplace.booking.Client.cancel;
import static dev.comanda.marketplace.booking.Client.confirm;
import static dev.comanda.marketplace.booking.Client.data;
import static dev.comanda.marketplace.booking.Client.unpaid;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.marketplace.testing.Restaurant;
import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.money.CurrencyUnit;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.payment.PaymentListener;
import dev.comanda.payments.payment.PaymentView;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is heard from payments in whatever order: once more than needed, too late, about something else. */
@QuarkusTest
class PaidBookingsTest {
    private static final Money PRICE = new Money(25000, CurrencyUnit.of("USD").orElseThrow());

    @Inject
    PaymentListener payments;

    private Restaurant grill;

    @BeforeEach
    void hearOfAnEvent() {
        grill = Restaurant.register();
        confirm(grill, "\"time\": \"19:00\",");
    }

    @Test
    void aBookingIsToldOfOnceHoweverOftenItsPaymentIs() {
        String id = unpaid(grill);
        captured(id);
        captured(id);
        assertThat(booking(id).path("status").asText()).isEqualTo("booked");
        assertThat(grill.toldTypes("RES-1")).containsExactly("service.booked_for_event");
    }

    @Test
    void moneyThatComesAfterTheCancellationRevivesNothing() {
        String id = unpaid(grill);
        cancel(id);
        captured(id);
        assertThat(booking(id).path("status").asText()).isEqualTo("cancelled");
        assertThat(grill.told("RES-1")).isEmpty();
    }

    @Test
    void aPaymentOfSomethingElseChangesNothing() {
        captured("ORDER-7");
        disputed("ORDER-7", null);
        assertThat(grill.told("RES-1")).isEmpty();
    }

    @Test
    void aDisputeIsToldToTheBookingsPartnerAndToNobodyElse() {
        Restaurant other = Restaurant.register();
        confirm(other, "");
        String id = booked(grill);
        disputed(id, Instant.parse("2026-02-20T23:59:59Z"));
        assertThat(grill.toldTypes("RES-1")).containsExactly("service.booked_for_event", "payment.disputed");
        assertThat(data(grill, 1).toString())
                .isEqualTo("{\"amount\":250.0,\"currency\":\"USD\",\"due_by\":\"2026-02-20T23:59:59Z\","
                        + "\"external_event_id\":\"RES-1\",\"payment_id\":\"pay_of_" + id + "\"}");
        assertThat(other.told("RES-1")).isEmpty();
    }

    @Test
    void aDisputeOfABookingNobodyHeardOfIsToldNobody() {
        String id = unpaid(grill);
        cancel(id);
        disputed(id, null);
        assertThat(grill.told("RES-1")).isEmpty();
    }

    @Test
    void nobodyElsePaysForABooking() {
        assertThat(payments.refusal(booked(grill))).contains("A booking makes its own payment.");
        assertThat(payments.refusal("ORDER-7")).isEmpty();
        given().header("Idempotency-Key", "by-hand-" + grill.id)
                .contentType("application/json")
                .body("{\"amount\": \"0.01\", \"currency\": \"USD\", \"reference\": \"%s\"}".formatted(unpaid(grill)))
                .post("/payments")
                .then()
                .statusCode(409);
    }

    private void captured(String reference) {
        QuarkusTransaction.requiringNew().run(() -> payments.captured(payment(reference)));
    }

    private void disputed(String reference, @Nullable Instant dueBy) {
        QuarkusTransaction.requiringNew().run(() -> payments.disputed(payment(reference), "dp_1", PRICE, dueBy));
    }

    private static PaymentView payment(String reference) {
        return new PaymentView(
                "pay_of_" + reference,
                "mock_pay_1",
                "mock",
                "mock",
                PaymentState.PAID,
                "250.00",
                "USD",
                reference,
                "250.00",
                "0.00",
                "0.00",
                null,
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null,
                null);
    }
}
