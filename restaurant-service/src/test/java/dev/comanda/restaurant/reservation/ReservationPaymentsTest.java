package dev.comanda.restaurant.reservation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.restaurant.Await;
import dev.comanda.restaurant.PublishedEvents;
import dev.comanda.restaurant.TestPartner;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Payments of reservations, from POST /payments to the events that partners are sent. */
@QuarkusTest
class ReservationPaymentsTest {
    private final String id = "RES-" + UUID.randomUUID();

    @Inject
    PublishedEvents published;

    private TestPartner told;
    private TestPartner untold;

    @BeforeEach
    void register() {
        told = TestPartner.subscribedTo("event.*\",\"payment.*");
        untold = TestPartner.subscribedTo("payment.*");
    }

    @AfterEach
    void leave() {
        told.close();
        untold.close();
    }

    @Test
    void whoKnowsTheReservationHearsThatItIsPaid() {
        notify(told);
        String payment = pay("paid");

        assertThat(heard()).containsExactly("event.reservation_confirmed to 1 0", "payment.success to 1 0");
        assertThat(published.about(id).getLast().data().toString())
                .isEqualTo("{\"amount\":250.5,\"currency\":\"USD\",\"payment_id\":\"" + payment
                        + "\",\"reservation_id\":\"" + id + "\"}");
    }

    @Test
    void aPaymentChangesNothingOfTheReservation() {
        notify(told);
        pay("paid");

        assertThat(given().get("/reservations/" + id).<Integer>path("revision")).isEqualTo(1);
    }

    @Test
    void aPrivateDinnerIsPaidInPrivate() {
        open(2);
        pay("paid");

        assertThat(heard()).isEmpty();
    }

    @Test
    void anythingElseMayBePaidToo() {
        String reference = "ORDER-" + id;
        pay(reference, "paid");

        assertThat(published.about(reference)).isEmpty();
    }

    @Test
    void whoKnowsTheReservationHearsThatItsPaymentIsDisputed() {
        notify(told);
        String payment = pay("dispute_won");
        Await.until(() -> published.about(id).size() == 3);

        assertThat(heard().getLast()).isEqualTo("payment.disputed to 1 0");
        var data = published.about(id).getLast().data();
        assertThat(Instant.parse(data.path("due_by").asText())).isAfter(Instant.now());
        assertThat(data.toString())
                .isEqualTo("{\"amount\":250.5,\"currency\":\"USD\",\"due_by\":\""
                        + data.path("due_by").asText() + "\",\"payment_id\":\"" + payment + "\",\"reservation_id\":\""
                        + id + "\"}");
    }

    private List<String> heard() {
        return published.about(id).stream()
                .map(event -> event.toPartners(told, untold))
                .toList();
    }

    private String pay(String scenario) {
        return pay(id, scenario);
    }

    private static String pay(String reference, String scenario) {
        String payment = given().contentType(ContentType.JSON)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body("""
                        {"amount":"250.50","currency":"USD","reference":"%s","metadata":{"scenario":"%s"}}""".formatted(reference, scenario))
                .post("/payments")
                .then()
                .statusCode(201)
                .extract()
                .path("payment_id");
        Await.until(() -> given().get("/payments/" + payment).<String>path("paid_at") != null);
        return payment;
    }

    private void notify(TestPartner partner) {
        given().contentType(ContentType.JSON)
                .body("""
                        {"reservation_id":"%s","event_name":"Cena","date":"2026-02-15","time":"19:00","guests":50,
                         "contact_name":"María García","contact_phone":"0991234567"}""".formatted(id))
                .post("/partners/" + partner.id() + "/notify-event")
                .then()
                .statusCode(202);
    }

    private void open(int guests) {
        given().contentType(ContentType.JSON)
                .body("""
                        {"reservation_id":"%s","event_name":"Cena","date":"2026-02-15","time":"19:00","guests":%d,
                         "contact_name":"María García","contact_phone":"0991234567"}""".formatted(id, guests))
                .post("/reservations")
                .then()
                .statusCode(201);
    }
}
