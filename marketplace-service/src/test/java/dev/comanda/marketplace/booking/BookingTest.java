package dev.comanda.marketplace.booking;

import static dev.comanda.marketplace.booking.Client.DJ;
import static dev.comanda.marketplace.booking.Client.body;
import static dev.comanda.marketplace.booking.Client.book;
import static dev.comanda.marketplace.booking.Client.booked;
import static dev.comanda.marketplace.booking.Client.cancel;
import static dev.comanda.marketplace.booking.Client.confirm;
import static dev.comanda.marketplace.booking.Client.data;
import static dev.comanda.marketplace.booking.Client.post;
import static dev.comanda.marketplace.booking.Client.shared;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.marketplace.testing.Restaurant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class BookingTest {
    private Restaurant grill;

    @BeforeEach
    void hearOfAnEvent() {
        grill = Restaurant.register();
        confirm(grill, "\"time\": \"19:00\",");
    }

    @Test
    void booksAServiceForTheTimeOfTheEvent() {
        JsonNode booking = body(book(grill, DJ), 201);
        String id = booking.path("booking_id").asText();
        assertThat(id).matches("[A-Za-z0-9_-]{1,64}");
        String payment = booking.path("payment").path("payment_id").asText();
        assertThat(booking.toString())
                .isEqualTo("{\"booking_id\":\"" + id + "\",\"status\":\"booked\",\"partner_id\":\"" + grill.id
                        + "\",\"external_event_id\":\"RES-1\",\"service_id\":\"svc-dj-profesional\","
                        + "\"service_name\":\"DJ Profesional\",\"service_category\":\"dj\","
                        + "\"provider\":{\"name\":\"DJ Sounds Pro\",\"phone\":\"0998765432\"},"
                        + "\"price\":250.0,\"currency\":\"USD\",\"scheduled_time\":\"19:00\",\"revision\":1,"
                        + "\"payment\":{\"payment_id\":\"" + payment + "\",\"state\":\"PAID\"}}");
        assertThat(body(given().get("/bookings/" + id), 200)).isEqualTo(booking);
        assertThat(event().path("bookings")).hasSize(1);
        assertThat(shared(event().path("bookings").get(0))).isEqualTo(shared(booking));
        assertThat(event().path("bookings").get(0).path("payment").toString())
                .isEqualTo("{\"payment_id\":\"" + payment + "\"}");
    }

    @Test
    void tellsOnlyThePartnerTheEventCameFrom() {
        Restaurant other = Restaurant.register();
        confirm(other, "");
        String id = body(book(grill, DJ), 201).path("booking_id").asText();
        assertThat(data(grill, 0).toString())
                .isEqualTo("{\"booking_id\":\"" + id + "\",\"currency\":\"USD\",\"external_event_id\":\"RES-1\","
                        + "\"price\":250.0,\"provider\":{\"name\":\"DJ Sounds Pro\",\"phone\":\"0998765432\"},"
                        + "\"revision\":1,\"scheduled_time\":\"19:00\",\"service_category\":\"dj\","
                        + "\"service_id\":\"svc-dj-profesional\",\"service_name\":\"DJ Profesional\"}");
        assertThat(other.told("RES-1")).isEmpty();
    }

    @Test
    void anEventWithoutATimeGivesABookingWithout() {
        Restaurant other = Restaurant.register();
        confirm(other, "");
        assertThat(body(book(other, DJ), 201).has("scheduled_time")).isFalse();
    }

    @Test
    void aTimeOfItsOwnMayBeOnAnotherDay() {
        String own = "{\"service_id\": \"svc-dj-profesional\", \"scheduled_time\": \"%s\"}";
        assertThat(body(book(grill, own.formatted("17:30")), 201)
                        .path("scheduled_time")
                        .asText())
                .isEqualTo("17:30");
        assertThat(body(book(grill, own.formatted("2026-02-14T09:00")), 201)
                        .path("scheduled_time")
                        .asText())
                .isEqualTo("2026-02-14T09:00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"service_id\": \"svc-nobody\"}                                        | service_id",
                "{\"service_id\": null}                                                  | service_id",
                "{\"service_id\": 7}                                                     | service_id",
                "{}                                                                      | service_id",
                "{\"service_id\": \"svc-dj-profesional\", \"scheduled_time\": \"25:00\"} | scheduled_time",
                "{\"service_id\": \"svc-dj-profesional\", \"price\": 1}                  | price",
                "{\"service_id\": \"svc-dj-profesional\", \"payment\": {\"amount\": 1}}    | payment.amount",
                "{\"service_id\": \"svc-dj-profesional\", \"payment\": {\"variant\": \"nobodys\"}} | variant",
                "{\"service_id\": \"svc-dj-profesional\", \"payment\": {\"customer\": {\"email\": \"me\"}}} | payment.customer.email",
            })
    void whatCannotBeBookedIsRefusedByNameAndStoredNowhere(String request, String field) {
        assertThat(body(book(grill, request), 400).path("field").asText()).isEqualTo(field);
        assertThat(event().path("bookings")).isEmpty();
        assertThat(grill.told("RES-1")).isEmpty();
    }

    @Test
    void anUnknownEventOrBookingIsNotFound() {
        given().contentType("application/json")
                .body(DJ)
                .post("/events/NOBODYS/bookings")
                .then()
                .statusCode(404);
        given().get("/bookings/BKG-NOBODYS").then().statusCode(404);
        given().noContentType().post("/bookings/BKG-NOBODYS/confirm").then().statusCode(404);
        given().get("/bookings/BKG.1").then().statusCode(400);
    }

    @Test
    void nothingIsBookedForACancelledEvent() {
        cancel(grill);
        body(book(grill, DJ), 409);
        assertThat(grill.told("RES-1")).isEmpty();
    }

    @Test
    void confirmsOnceAndGivesTheSameCodeAgain() {
        String id = booked(grill);
        JsonNode confirmed = body(confirm(id), 200);
        assertThat(confirmed.path("status").asText()).isEqualTo("confirmed");
        assertThat(confirmed.path("confirmation_code").asText()).matches("[A-HJKMNP-Z2-9]{8}");
        assertThat(confirmed.path("revision").asLong()).isEqualTo(2);
        assertThat(body(confirm(id), 200)).isEqualTo(confirmed);
        assertThat(grill.toldTypes("RES-1")).containsExactly("service.booked_for_event", "service.confirmed");
        assertThat(data(grill, 1).path("confirmation_code")).isEqualTo(confirmed.path("confirmation_code"));
        assertThat(data(grill, 1).path("revision").asLong()).isEqualTo(2);
        assertThat(data(grill, 1).path("booking")).isEqualTo(shared(confirmed));
    }

    @Test
    void assignsAProviderEvenIfItIsTheServicesOwnAndSaysSoOnce() {
        String id = booked(grill);
        JsonNode assigned = body(assign(id, "DJ Sounds Pro", "0998765432"), 200);
        assertThat(assigned.path("revision").asLong()).isEqualTo(2);
        assertThat(body(assign(id, "DJ Sounds Pro", "0998765432"), 200)).isEqualTo(assigned);
        assertThat(body(assign(id, "DJ Andes", "0981111111"), 200)
                        .path("revision")
                        .asLong())
                .isEqualTo(3);
        assertThat(grill.toldTypes("RES-1"))
                .containsExactly("service.booked_for_event", "provider.assigned", "provider.assigned");
        assertThat(data(grill, 2).path("provider_info").toString())
                .isEqualTo("{\"name\":\"DJ Andes\",\"phone\":\"0981111111\"}");
        assertThat(data(grill, 2).path("booking").path("provider"))
                .isEqualTo(data(grill, 2).path("provider_info"));
    }

    @Test
    void cancelsOnceAndFromThenOnRefusesEverythingElse() {
        String id = booked(grill);
        JsonNode cancelled = body(post("/bookings/" + id + "/cancel", "{\"reason\": \"The DJ is ill\"}"), 200);
        assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
        assertThat(cancelled.path("reason").asText()).isEqualTo("The DJ is ill");
        assertThat(body(Client.cancel(id), 200)).isEqualTo(cancelled);
        body(confirm(id), 409);
        body(assign(id, "DJ Andes", "0981111111"), 409);
        assertThat(grill.toldTypes("RES-1")).containsExactly("service.booked_for_event", "service.cancelled");
        assertThat(data(grill, 1).path("reason").asText()).isEqualTo("The DJ is ill");
        assertThat(data(grill, 1).path("booking")).isEqualTo(shared(cancelled));
    }

    @Test
    void stepsRefuseABodyThatSaysSomethingElse() {
        String id = booked(grill);
        assertThat(body(post("/bookings/" + id + "/confirm", "{\"code\": \"MINE\"}"), 400)
                        .path("field")
                        .asText())
                .isEqualTo("code");
        assertThat(body(post("/bookings/" + id + "/assign-provider", "{\"name\": \"DJ\"}"), 400)
                        .path("field")
                        .asText())
                .isEqualTo("phone");
        assertThat(body(given().get("/bookings/" + id), 200).path("revision").asLong())
                .isEqualTo(1);
    }

    private static Response assign(String id, String name, String phone) {
        return Client.assign(id, "{\"name\": \"%s\", \"phone\": \"%s\"}".formatted(name, phone));
    }

    private JsonNode event() {
        return body(given().get("/events/RES-1?partner=" + grill.id), 200);
    }
}
