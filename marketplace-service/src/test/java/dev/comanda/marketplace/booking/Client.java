package dev.comanda.marketplace.booking;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.comanda.marketplace.testing.Await;
import dev.comanda.marketplace.testing.Restaurant;
import io.restassured.response.Response;

/** A client's calls about the one event, RES-1, that every restaurant of these tests has. */
final class Client {
    static final String DJ = "{\"service_id\": \"svc-dj-profesional\"}";

    private Client() {}

    static void confirm(Restaurant restaurant, String time) {
        assertThat(restaurant.say("event.reservation_confirmed", """
                        {"reservation_id": "RES-1", "event_name": "Cena", "date": "2026-02-15", %s "guests": 50,
                         "revision": 1}
                        """.formatted(time)))
                .isEqualTo("handled");
    }

    static void cancel(Restaurant restaurant) {
        assertThat(restaurant.say(
                        "event.cancelled", "{\"reservation_id\": \"RES-1\", \"reason\": \"rain\", \"revision\": 9}"))
                .isEqualTo("handled");
    }

    static Response book(Restaurant restaurant, String request) {
        return post("/events/RES-1/bookings?partner=" + restaurant.id, request);
    }

    /** The id of a new booking of the DJ, for which the mock provider plays this scenario. */
    static String booked(Restaurant restaurant, String scenario) {
        String request = """
                {"service_id": "svc-dj-profesional", "payment": {"metadata": {"scenario": "%s"}}}
                """.formatted(scenario);
        return body(book(restaurant, request), 201).path("booking_id").asText();
    }

    /** The id of a new booking of the DJ that nobody will pay. */
    static String unpaid(Restaurant restaurant) {
        return booked(restaurant, "async_failure");
    }

    /** The id of a new booking of the DJ, paid at once. */
    static String booked(Restaurant restaurant) {
        return body(book(restaurant, DJ), 201).path("booking_id").asText();
    }

    static Response post(String path, String request) {
        return given().contentType("application/json").body(request).post(path);
    }

    static JsonNode booking(String id) {
        return body(given().get("/bookings/" + id), 200);
    }

    static Response confirm(String id) {
        return given().noContentType().post("/bookings/" + id + "/confirm");
    }

    static Response cancel(String id) {
        return given().noContentType().post("/bookings/" + id + "/cancel");
    }

    static Response assign(String id, String provider) {
        return post("/bookings/" + id + "/assign-provider", provider);
    }

    static void awaitStatus(String id, String status) {
        Await.until(() -> booking(id).path("status").asText().equals(status));
    }

    static void awaitPayment(String id, String state) {
        Await.until(() -> booking(id).path("payment").path("state").asText().equals(state));
    }

    /** A booking as partners see it. */
    static JsonNode shared(JsonNode booking) {
        ObjectNode shared = booking.deepCopy();
        shared.remove("payment");
        return shared;
    }

    static JsonNode body(Response answer, int status) {
        return Restaurant.json(answer.then().statusCode(status).extract().asString());
    }

    /** The data of what the restaurant was told, counted from 0. */
    static JsonNode data(Restaurant restaurant, int index) {
        return restaurant.told("RES-1").get(index).path("data");
    }
}
