package dev.comanda.marketplace.booking;

import static dev.comanda.marketplace.booking.Client.body;
import static dev.comanda.marketplace.booking.Client.book;
import static dev.comanda.marketplace.booking.Client.booked;
import static dev.comanda.marketplace.booking.Client.cancel;
import static dev.comanda.marketplace.booking.Client.confirm;
import static dev.comanda.marketplace.booking.Client.data;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.marketplace.testing.Restaurant;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventBookingsTest {
    private Restaurant grill;

    @BeforeEach
    void hearOfAnEvent() {
        grill = Restaurant.register();
        confirm(grill, "\"time\": \"19:00\",");
    }

    @Test
    void openBookingsMoveWithTheirEventAndCancelledOnesStay() {
        String early = body(book(grill, "{\"service_id\": \"svc-dj-profesional\", \"scheduled_time\": \"17:30\"}"), 201)
                .path("booking_id")
                .asText();
        String gone = booked(grill);
        given().noContentType().post("/bookings/" + gone + "/cancel");
        assertThat(grill.say("event.updated", updated(2, "2026-02-16", "01:00")))
                .isEqualTo("handled");
        JsonNode moved = body(given().get("/bookings/" + early), 200);
        assertThat(moved.path("scheduled_time").asText()).isEqualTo("2026-02-15T23:30");
        assertThat(moved.path("revision").asLong()).isEqualTo(2);
        assertThat(body(given().get("/bookings/" + gone), 200).path("revision").asLong())
                .isEqualTo(2);
        List<JsonNode> told = grill.told("RES-1");
        assertThat(told).hasSize(4);
        assertThat(told.getLast().path("event_type").asText()).isEqualTo("service.booked_for_event");
        assertThat(data(grill, 3).path("booking_id").asText()).isEqualTo(early);
        assertThat(data(grill, 3).path("scheduled_time").asText()).isEqualTo("2026-02-15T23:30");
        assertThat(data(grill, 3).path("revision").asLong()).isEqualTo(2);
    }

    /** The update itself was lost: the whole state that comes later says the new time, and the bookings stayed at the old one. */
    @Test
    void bookingsMoveWithALaterConfirmationToo() {
        String early = body(book(grill, "{\"service_id\": \"svc-dj-profesional\", \"scheduled_time\": \"17:30\"}"), 201)
                .path("booking_id")
                .asText();
        assertThat(grill.say("event.reservation_confirmed", """
                        {"reservation_id": "RES-1", "event_name": "Cena", "date": "2026-02-16", "time": "01:00",
                         "guests": 60, "revision": 3}
                        """)).isEqualTo("handled");
        assertThat(body(given().get("/bookings/" + early), 200)
                        .path("scheduled_time")
                        .asText())
                .isEqualTo("2026-02-15T23:30");
        assertThat(data(grill, 1).path("scheduled_time").asText()).isEqualTo("2026-02-15T23:30");
    }

    @Test
    void aConfirmedBookingMovesToo() {
        String id = booked(grill);
        given().noContentType().post("/bookings/" + id + "/confirm");
        grill.say("event.updated", "{\"reservation_id\": \"RES-1\", \"changes\": {\"time\": \"20:15\"}}");
        JsonNode moved = body(given().get("/bookings/" + id), 200);
        assertThat(moved.path("scheduled_time").asText()).isEqualTo("20:15");
        assertThat(moved.path("status").asText()).isEqualTo("confirmed");
        assertThat(moved.path("revision").asLong()).isEqualTo(3);
    }

    @Test
    void anUpdateThatDoesNotMoveTheEventTellsNobody() {
        booked(grill);
        grill.say("event.updated", updated(2, "2026-02-15", "19:00"));
        assertThat(grill.toldTypes("RES-1")).containsExactly("service.booked_for_event");
    }

    @Test
    void eachOpenBookingEndsWithItsEventAndSaysSoOnce() {
        String first = booked(grill);
        String second = booked(grill);
        given().noContentType().post("/bookings/" + second + "/confirm");
        String gone = booked(grill);
        given().noContentType().post("/bookings/" + gone + "/cancel");
        cancel(grill);
        assertThat(body(given().get("/bookings/" + first), 200).path("reason").asText())
                .isEqualTo("rain");
        assertThat(body(given().get("/bookings/" + second), 200)
                        .path("revision")
                        .asLong())
                .isEqualTo(3);
        assertThat(body(given().get("/bookings/" + gone), 200).has("reason")).isFalse();
        assertThat(grill.toldTypes("RES-1"))
                .containsExactly(
                        "service.booked_for_event",
                        "service.booked_for_event",
                        "service.confirmed",
                        "service.booked_for_event",
                        "service.cancelled",
                        "service.cancelled",
                        "service.cancelled");
        assertThat(List.of(
                        data(grill, 5).path("booking_id").asText(),
                        data(grill, 6).path("booking_id").asText()))
                .containsExactlyInAnyOrder(first, second);
    }

    private static String updated(int revision, String date, String time) {
        return """
                {"reservation_id": "RES-1", "changes": {"date": "%s", "time": "%s"}, "revision": %d,
                 "reservation": {"reservation_id": "RES-1", "event_name": "Cena", "date": "%s", "time": "%s",
                                 "guests": 60, "revision": %d}}
                """.formatted(date, time, revision, date, time, revision);
    }
}
