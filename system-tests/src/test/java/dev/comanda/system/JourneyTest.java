package dev.comanda.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The story the product exists for, one sentence a test, each starting where the one before ended. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class JourneyTest {
    private static final String RESERVATION = "/reservations/RES-2026-001";
    private static final String ITINERARY = RESERVATION + "/itinerary";
    private static final String EVENT = "/events/RES-2026-001";

    private static Businesses both;
    private static String secret = "";
    private static String booking = "";
    private static String payment = "";

    @BeforeAll
    static void open() throws IOException {
        both = Businesses.start("journey");
    }

    @AfterAll
    static void close() throws IOException {
        both.close();
    }

    @Test
    @Order(1)
    void bothRegisterEachOtherWithOneSecret() {
        secret = both.introduce();
        assertThat(secret).matches("whsec_[A-Za-z0-9+/]{43}=");
        Answer status = both.restaurant.get("/partners/findyourwork/status").expect(200);
        assertThat(status.at("/status")).isEqualTo("active");
        assertThat(status.body()).doesNotContain(secret);
        both.restaurant
                .post("/partners/register/findyourwork", "{\"webhook_url\":\"http://localhost:9/\"}")
                .expectProblem(409);
    }

    @Test
    @Order(2)
    void aNotifiedDinnerReachesTheMarketplace() {
        Answer queued =
                both.restaurant.post("/partners/findyourwork/notify-event", """
                        {"reservation_id":"RES-2026-001","event_name":"Cena Corporativa TechCorp","date":"2026-02-15",
                         "time":"19:00","guests":50,"contact_name":"María García","contact_phone":"0991234567",
                         "services_requested":["dj","decoracion","fotografia"]}""").expect(202);
        assertThat(queued.at("/event_type")).isEqualTo("event.reservation_confirmed");
        assertThat(queued.at("/status")).isEqualTo("queued");

        Answer shown = both.marketplace.awaitShown(EVENT, "/event_name", "Cena Corporativa TechCorp");
        assertThat(shown.at("/contact_name")).isEqualTo("María García");
        assertThat(shown.at("/guests")).isEqualTo("50");
        assertThat(shown.at("/partner_id")).isEqualTo("chuwue-grill");
        both.marketplace.get("/events/RES-2026-002").expectProblem(404);
    }

    @Test
    @Order(3)
    void whatWasAskedForIsOfferedFirst() {
        JsonNode offered =
                both.marketplace.get(EVENT + "/services").expect(200).json().at("/services");
        assertThat(offered).hasSizeGreaterThan(3);
        assertThat(offered.at("/0/category").asText()).isEqualTo("dj");
        assertThat(offered.at("/0/requested").asBoolean()).isTrue();
        assertThat(offered.get(offered.size() - 1).at("/requested").asBoolean()).isFalse();
    }

    @Test
    @Order(4)
    void aBookedDjAppearsInTheItinerary() {
        JsonNode offered =
                both.marketplace.get("/services?category=dj").expect(200).json().at("/services");
        String dj = offered.valueStream()
                .filter(service -> service.at("/service_name").asText().equals("DJ Profesional"))
                .map(service -> service.at("/service_id").asText())
                .findFirst()
                .orElseThrow();
        Answer booked = both.marketplace
                .post(EVENT + "/bookings", "{\"service_id\":\"%s\"}".formatted(dj))
                .expect(201);
        booking = booked.at("/booking_id");
        payment = booked.at("/payment/payment_id");
        assertThat(booked.at("/status")).isEqualTo("booked");
        assertThat(booked.at("/payment/state")).isEqualTo("PAID");
        assertThat(both.marketplace.get("/payments/" + payment).expect(200).at("/reference"))
                .isEqualTo(booking);

        Answer itinerary = both.restaurant.awaitShown(ITINERARY, "/services/0/booking_id", booking);
        assertThat(itinerary.at("/services/0/service_name")).isEqualTo("DJ Profesional");
        assertThat(itinerary.at("/services/0/partner_id")).isEqualTo("findyourwork");
        assertThat(itinerary.at("/services/0/price")).isEqualTo("250.00");
        assertThat(itinerary.at("/services/0/currency")).isEqualTo("USD");
        assertThat(itinerary.at("/services/0/scheduled_time")).isEqualTo("19:00");
        assertThat(itinerary.json().at("/services")).hasSize(1);
    }

    @Test
    @Order(5)
    void theItineraryShowsProviderAndConfirmationCode() {
        both.marketplace
                .post(
                        "/bookings/" + booking + "/assign-provider",
                        "{\"name\":\"DJ Sounds Pro\",\"phone\":\"0998765432\"}")
                .expect(200);
        String code = both.marketplace
                .post("/bookings/" + booking + "/confirm")
                .expect(200)
                .at("/confirmation_code");
        assertThat(code).isNotEmpty();

        Answer itinerary = both.restaurant.awaitShown(ITINERARY, "/services/0/status", "confirmed");
        assertThat(itinerary.at("/services/0/provider/name")).isEqualTo("DJ Sounds Pro");
        assertThat(itinerary.at("/services/0/provider/phone")).isEqualTo("0998765432");
        assertThat(itinerary.at("/services/0/confirmation_code")).isEqualTo(code);
        assertThat(itinerary.json().at("/history").findValuesAsText("event_type"))
                .containsExactly("service.booked_for_event", "provider.assigned", "service.confirmed");
    }

    @Test
    @Order(6)
    void theMarketplaceHearsThatTheDinnerIsPaid() {
        byte[] wanted = "{\"amount\":\"1500.00\",\"currency\":\"USD\",\"reference\":\"RES-2026-001\"}".getBytes(UTF_8);
        Answer paid = both.restaurant
                .send("POST", "/payments", "application/json", wanted, "Idempotency-Key", "dinner-of-TechCorp")
                .expect(201);
        both.marketplace.awaitShown(EVENT, "/paid/payment_id", paid.at("/payment_id"));
    }

    @Test
    @Order(7)
    void whenTheDinnerMovesTheBookingMoves() {
        both.restaurant.patch(RESERVATION, "{\"time\":\"20:30\"}").expect(200);
        both.restaurant.awaitShown(ITINERARY, "/services/0/scheduled_time", "20:30");
        both.marketplace.get("/bookings/" + booking).expect(200);
        assertThat(both.marketplace.get(EVENT).at("/time")).isEqualTo("20:30");
        assertThat(both.marketplace.get("/bookings/" + booking).at("/status")).isEqualTo("confirmed");
    }

    @Test
    @Order(8)
    void aWebhookThatArrivesTwiceCountsOnceAndAForgedOneNever() {
        String body = """
                {"event_id":"evt_deposit","event_type":"payment.success","source":"chuwue-grill","timestamp":"%s",
                 "data":{"reservation_id":"RES-2026-001","amount":125.50,"currency":"USD","payment_id":"pay_1"}}""".formatted(Instant.now());
        SignedWebhook deposit = SignedWebhook.of("evt_deposit", body.getBytes(UTF_8), secret);
        String received = received();

        Answer forged = deposit.withBody(body.replace("125.50", "1.50"))
                .sendTo(both.marketplace, "/webhooks/partner/chuwue-grill")
                .expectProblem(401);
        Answer unknown =
                deposit.sendTo(both.marketplace, "/webhooks/partner/nobody").expectProblem(401);
        assertThat(forged.body()).isEqualTo(unknown.body());
        assertThat(received()).isEqualTo(received);

        Answer first = deposit.sendTo(both.marketplace, "/webhooks/partner/chuwue-grill")
                .expect(200);
        Answer second = deposit.sendTo(both.marketplace, "/webhooks/partner/chuwue-grill")
                .expect(200);
        assertThat(first.at("/status")).isEqualTo("accepted");
        assertThat(second.at("/status")).isEqualTo("duplicate");
        assertThat(received()).isEqualTo(String.valueOf(Integer.parseInt(received) + 1));
    }

    @Test
    @Order(9)
    void aChangeWhileTheMarketplaceIsDownArrivesWhenItIsBack() throws Exception {
        both.marketplace.stop();
        both.restaurant.patch(RESERVATION, "{\"guests\":64}").expect(200);
        both.restaurant.awaitShown("/partners/findyourwork/status", "/pending", "1");

        both.marketplace.launch();
        both.marketplace.awaitReady();
        both.marketplace.awaitShown(EVENT, "/guests", "64");
        assertThat(both.marketplace.get(EVENT).at("/bookings/0/booking_id")).isEqualTo(booking);
        both.restaurant.awaitShown("/partners/findyourwork/status", "/pending", "0");
    }

    @Test
    @Order(10)
    void whenTheDinnerIsCancelledSoIsTheDjAndTheMoneyGoesBack() {
        both.restaurant
                .post(RESERVATION + "/cancel", "{\"reason\":\"TechCorp moved the party\"}")
                .expect(200);
        Answer itinerary = both.restaurant.awaitShown(ITINERARY, "/services/0/status", "cancelled");
        assertThat(itinerary.at("/status")).isEqualTo("cancelled");
        assertThat(itinerary.json().at("/services")).hasSize(1);
        assertThat(both.marketplace.get(EVENT).at("/status")).isEqualTo("cancelled");
        assertThat(both.marketplace.get("/bookings/" + booking).at("/status")).isEqualTo("cancelled");
        both.marketplace.awaitShown("/payments/" + payment, "/state", "REFUNDED");
        both.marketplace
                .post(EVENT + "/bookings", "{\"service_id\":\"svc-dj-profesional\"}")
                .expectProblem(409);
    }

    @Test
    @Order(11)
    void aGuestWhoIsErasedIsForgottenByBoth() {
        assertThat(both.marketplace.get(EVENT).at("/contact_name")).isEqualTo("María García");
        both.restaurant.post(RESERVATION + "/erase").expect(200);
        assertThat(both.restaurant.get(RESERVATION).at("/contact_phone")).isEqualTo("[erased]");
        both.marketplace.awaitShown(EVENT, "/contact_name", "[erased]");
        assertThat(both.marketplace.get(EVENT).at("/contact_phone")).isEqualTo("[erased]");
    }

    private static String received() {
        return both.marketplace.get("/partners/chuwue-grill/status").expect(200).at("/received");
    }
}
