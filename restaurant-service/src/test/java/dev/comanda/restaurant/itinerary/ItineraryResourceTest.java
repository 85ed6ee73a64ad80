package dev.comanda.restaurant.itinerary;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.comanda.restaurant.PublishedEvents;
import dev.comanda.restaurant.TestPartner;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What signed webhooks make of an itinerary, from the request to the answer a person reads. */
@QuarkusTest
class ItineraryResourceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(20);

    private final String id = "RES-" + UUID.randomUUID();
    private final String booking = "BKG-" + UUID.randomUUID();

    @Inject
    PublishedEvents published;

    @Inject
    Jdbi jdbi;

    private TestPartner marketplace;

    @BeforeEach
    void open() {
        marketplace = TestPartner.subscribedTo("event.*");
        open(id);
    }

    @AfterEach
    void leave() {
        marketplace.close();
    }

    @Test
    void aBookingItsProviderAndItsConfirmationAppearOnce() {
        handled("service.booked_for_event", booked(booking, 1));
        handled("provider.assigned", """
                {"external_event_id":"%s","booking_id":"%s","revision":2,"provider_info":{"name":"DJ Luna"}}
                """.formatted(id, booking));
        handled("service.confirmed", confirmed(booking, 3));

        String text = itinerary()
                .statusCode(200)
                .body("reservation_id", equalTo(id))
                .body("event_name", equalTo("Cena"))
                .body("date", equalTo("2026-02-15"))
                .body("time", equalTo("19:00"))
                .body("status", equalTo("confirmed"))
                .body("services", hasSize(1))
                .body("services[0].partner_id", equalTo(marketplace.id()))
                .body("services[0].booking_id", equalTo(booking))
                .body("services[0].service_id", equalTo("123"))
                .body("services[0].service_category", equalTo("dj"))
                .body("services[0].provider.name", equalTo("DJ Luna"))
                .body("services[0].currency", equalTo("USD"))
                .body("services[0].scheduled_time", equalTo("19:00"))
                .body("services[0].status", equalTo("confirmed"))
                .body("services[0].confirmation_code", equalTo("CONF-7"))
                .body(
                        "history.event_type",
                        contains("service.booked_for_event", "provider.assigned", "service.confirmed"))
                .body("history[0].booking_id", equalTo(booking))
                .extract()
                .asString();
        assertThat(text).containsOnlyOnce("DJ Profesional").contains("\"price\":250.00");
    }

    @Test
    void anOlderRevisionTurnsNothingBackAndLeavesNoHistory() {
        handled("service.booked_for_event", booked(booking, 2).replace("19:00", "21:00"));
        settled("superseded", "service.booked_for_event", booked(booking, 1));

        itinerary().body("services[0].scheduled_time", equalTo("21:00")).body("history", hasSize(1));
    }

    @Test
    void cancelledIsFinal() {
        handled("service.booked_for_event", booked(booking, 1));
        handled("service.cancelled", """
                {"external_event_id":"%s","booking_id":"%s","revision":2,"reason":"ill"}""".formatted(id, booking));
        settled("superseded", "service.confirmed", confirmed(booking, 3));

        itinerary()
                .body("services[0].status", equalTo("cancelled"))
                .body("services[0].reason", equalTo("ill"))
                .body("services[0].confirmation_code", nullValue());
    }

    @Test
    void aConfirmationThatOvertookItsBookingWaitsForIt() {
        settled("waiting", "service.confirmed", confirmed(booking, 2));
        marketplace.send("service.booked_for_event", booked(booking, 1)).statusCode(200);

        await("confirmed");
    }

    @Test
    void aConfirmationWithTheWholeBookingNeedsNoOtherEvent() {
        handled("service.confirmed", """
                {"external_event_id":"%s","booking_id":"%s","confirmation_code":"CONF-7","revision":4,
                 "booking":{"booking_id":"%s","service_id":"123","service_name":"DJ Profesional","price":"99.5",
                            "currency":"EUR","status":"confirmed","provider":{"name":"DJ Luna","phone":"1"},"revision":4}}
                """.formatted(id, booking, booking));

        String text = itinerary()
                .body("services[0].service_name", equalTo("DJ Profesional"))
                .body("services[0].currency", equalTo("EUR"))
                .extract()
                .asString();
        assertThat(text).contains("\"price\":99.50");
    }

    @Test
    void aBookingForAReservationNobodyKnowsYetWaitsForIt() {
        String later = "RES-" + UUID.randomUUID();
        settled("waiting", "service.booked_for_event", booked(booking, 1).replace(id, later));

        given().get("/reservations/" + later + "/itinerary").then().statusCode(404);
    }

    @Test
    void anotherPartnersBookingIsUnknown() {
        handled("service.booked_for_event", booked(booking, 1));
        try (var other = TestPartner.subscribedTo("event.*")) {
            settled(other, "waiting", "service.confirmed", confirmed(booking, 2));
        }
        itinerary().body("services[0].status", equalTo("booked"));
    }

    @Test
    void aBookingBelongsToOneReservation() {
        handled("service.booked_for_event", booked(booking, 1));
        String other = "RES-" + UUID.randomUUID();
        open(other);
        settled("waiting", "service.booked_for_event", booked(booking, 2).replace(id, other));

        given().get("/reservations/" + other + "/itinerary").then().body("services", empty());
    }

    @Test
    void aBookingForACancelledReservationIsKept() {
        given().noContentType().post("/reservations/" + id + "/cancel").then().statusCode(200);
        handled("service.booked_for_event", booked(booking, 1));

        itinerary().body("status", equalTo("cancelled")).body("services", hasSize(1));
    }

    @Test
    void sendersOfTheFirstGenerationAreUnderstood() {
        var start = Instant.now();
        handled(start, "service.booked_for_event", """
                {"external_event_id":"%s","service_id":123,"service_name":"DJ Profesional",
                 "service_category":"entretenimiento","provider":{"name":"DJ Sounds Pro","phone":"0998765432"},
                 "price":250.0,"scheduled_time":"19:00","platform":"web"}""".formatted(id));
        handled(start.plusSeconds(1), "service.confirmed", """
                {"external_event_id":"%s","confirmation_code":"CONF-7"}""".formatted(id));
        handled(start.plusSeconds(2), "provider.assigned", """
                {"external_event_id":"%s","service_id":"123","provider_info":{"name":"DJ Luna"}}""".formatted(id));

        itinerary()
                .body("services", hasSize(1))
                .body("services[0].booking_id", nullValue())
                .body("services[0].service_id", equalTo("123"))
                .body("services[0].currency", equalTo("USD"))
                .body("services[0].status", equalTo("confirmed"))
                .body("services[0].provider.name", equalTo("DJ Luna"));
    }

    @Test
    void betweenTwoBookingsNothingIsGuessed() {
        handled("service.booked_for_event", booked(booking, 1));
        handled("service.booked_for_event", booked(booking + "2", 1).replace("123", "124"));
        handled("service.cancelled", "{\"external_event_id\":\"%s\",\"reason\":\"ill\"}".formatted(id));

        itinerary()
                .body("services.status", contains("booked", "booked"))
                .body("history", hasSize(3))
                .body("history[2].event_type", equalTo("service.cancelled"))
                .body("history[2].booking_id", nullValue());
    }

    @Test
    void whatPartnersSayIsNeitherPassedOnNorDoneToTheReservation() {
        int before = published.about(id).size();
        handled("service.booked_for_event", booked(booking, 1));

        assertThat(published.about(id)).hasSize(before);
        given().get("/reservations/" + id).then().body("revision", equalTo(1));
    }

    @Test
    void aLongHistoryIsReadPageByPage() {
        handled("service.booked_for_event", booked(booking, 1));
        jdbi.useHandle(db -> db.execute("""
                insert into itinerary_history (reservation_id, at, event_type, partner_id, event_id)
                select ?, now(), 'service.confirmed', ?, 'evt_' || n from generate_series(1, 250) n order by n
                """, id, marketplace.id()));

        var newest = itinerary().body("history", hasSize(200)).body("services", hasSize(1));
        newest.body("history[0].event_id", equalTo("evt_51")).body("history[199].event_id", equalTo("evt_250"));
        String next = newest.extract().path("history_next");
        var older = given().get("/reservations/" + id + "/itinerary?history_cursor=" + next)
                .then();
        older.body("history", hasSize(51))
                .body("history[0].event_type", equalTo("service.booked_for_event"))
                .body("history[50].event_id", equalTo("evt_50"))
                .body("history_next", nullValue());
        given().get("/reservations/" + id + "/itinerary?history_cursor=x")
                .then()
                .statusCode(400);
    }

    @Test
    void dataOfAKnownTypeIsCheckedAtReceipt() {
        refused("service.booked_for_event", booked(booking, 1).replace("\"service_name\":\"DJ Profesional\",", ""))
                .body("field", containsString("service_name"));
        refused("service.booked_for_event", booked(booking, 1).replace("250.00", "\"a lot\""))
                .body("field", containsString("price"));
        refused("service.booked_for_event", booked(booking, 1).replace(id, "RES 1"))
                .body("field", containsString("external_event_id"));
        refused("service.confirmed", "{\"external_event_id\":\"%s\"}".formatted(id))
                .body("field", containsString("confirmation_code"));
        refused("service.cancelled", "{\"external_event_id\":\"%s\",\"reason\":\"a\\u0000b\"}".formatted(id))
                .body("field", containsString("reason"));
    }

    private String booked(String bookingId, int revision) {
        return """
                {"external_event_id":"%s","booking_id":"%s","service_id":"123","service_name":"DJ Profesional",\
                "service_category":"dj","provider":{"name":"DJ Sounds Pro","phone":"0998765432"},"price":250.00,\
                "currency":"USD","scheduled_time":"19:00","revision":%d}""".formatted(id, bookingId, revision);
    }

    private String confirmed(String bookingId, int revision) {
        return """
                {"external_event_id":"%s","booking_id":"%s","confirmation_code":"CONF-7","revision":%d}""".formatted(id, bookingId, revision);
    }

    private void handled(String type, String data) {
        settled("handled", type, data);
    }

    private void handled(Instant timestamp, String type, String data) {
        String eventId = marketplace
                .send(type, timestamp, data)
                .statusCode(200)
                .extract()
                .path("event_id");
        awaitStatus(eventId, "handled");
    }

    private void settled(String status, String type, String data) {
        settled(marketplace, status, type, data);
    }

    private void settled(TestPartner partner, String status, String type, String data) {
        String eventId = partner.send(type, data).statusCode(200).extract().path("event_id");
        awaitStatus(eventId, status);
    }

    private ValidatableResponse refused(String type, String data) {
        return marketplace.send(type, data).statusCode(400).contentType("application/problem+json");
    }

    private void awaitStatus(String eventId, String expected) {
        String sql = "select coalesce(max(status), 'missing') from inbound_event where event_id = ?";
        await(
                expected,
                () -> jdbi.withHandle(
                        db -> db.select(sql, eventId).mapTo(String.class).one()));
    }

    private void await(String serviceStatus) {
        await(serviceStatus, () -> itinerary().extract().path("services[0].status"));
    }

    private static void await(String expected, Supplier<String> actual) {
        var deadline = Instant.now().plus(PATIENCE);
        while (!expected.equals(actual.get()) && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        assertThat(actual.get()).isEqualTo(expected);
    }

    private ValidatableResponse itinerary() {
        return given().get("/reservations/" + id + "/itinerary").then();
    }

    private static void open(String reservationId) {
        given().contentType(ContentType.JSON)
                .body("""
                        {"reservation_id":"%s","event_name":"Cena","date":"2026-02-15","time":"19:00","guests":50,
                         "contact_name":"María García","contact_phone":"0991234567"}""".formatted(reservationId))
                .post("/reservations")
                .then()
                .statusCode(201);
    }
}
