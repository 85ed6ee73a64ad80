package dev.comanda.marketplace.offer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.comanda.marketplace.testing.Restaurant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose event an id means, when another partner uses the same one. */
@QuarkusTest
class QualifiedIdTest {
    private static final String DJ = "{\"service_id\":\"svc-dj-profesional\"}";

    private final String id = "RES-" + UUID.randomUUID();

    @Inject
    Jdbi jdbi;

    private Restaurant grill;

    /** Every partner of the other tests may send events; here only those that a test names may. */
    @BeforeEach
    void onlyOurs() {
        jdbi.useHandle(db -> db.execute("update partner set may_send = '{}' where may_send is null"));
        grill = Restaurant.register();
    }

    @AfterEach
    void tidy() {
        jdbi.useHandle(db -> db.execute("update partner set may_send = null where may_send = '{}'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%2F", "%2f", "/"})
    void anIdMayNameItsPartner(String slash) {
        Restaurant other = Restaurant.register();
        confirm(grill);
        confirm(other);
        String named = "/events/" + grill.id + slash + id;
        get(named).statusCode(200).body("partner_id", equalTo(grill.id));
        get(named + "/services").statusCode(200);
        get(named + "?partner=" + grill.id).statusCode(200);
        get(named + "?partner=" + other.id).statusCode(400).body("field", equalTo("partner"));
        get("/events/nobody" + slash + id).statusCode(404);
        get("/events/No.Body" + slash + id).statusCode(400).body("field", equalTo("partner"));
        get("/events/" + id).statusCode(409).body("detail", containsString("partner"));
        assertThat(book(named).statusCode(201).extract().<String>path("partner_id"))
                .isEqualTo(grill.id);
    }

    @Test
    void anIdAloneIsEnoughWhereOneRestaurantMaySendEvents() {
        confirm(grill);
        assertThat(book("/events/" + id).statusCode(201).extract().<String>path("partner_id"))
                .isEqualTo(grill.id);
    }

    /** Two ways to have a client book the wrong event: to send its id first, and to send it afterwards. */
    @Test
    void nobodyBooksTheEventOfAPartnerThatUsesAnothersId() {
        Restaurant squatter = Restaurant.register();
        confirm(squatter);
        book("/events/" + id).statusCode(409).body("detail", containsString("?partner="));
        get("/events/" + id).statusCode(200).body("partner_id", equalTo(squatter.id));

        confirm(grill);
        book("/events/" + id).statusCode(409);
        assertThat(book("/events/" + id + "?partner=" + grill.id)
                        .statusCode(201)
                        .extract()
                        .<String>path("partner_id"))
                .isEqualTo(grill.id);
    }

    @Test
    void anObserverCanNeitherTakeAnIdNorMakeItAmbiguous() {
        Restaurant observer = Restaurant.observer();
        assertThat(observer.forbidden("event.reservation_confirmed", details()))
                .isEqualTo("event.reservation_confirmed");
        get("/events/" + id).statusCode(404);
        confirm(grill);
        assertThat(observer.forbidden("event.reservation_confirmed", details()))
                .isEqualTo("event.reservation_confirmed");
        get("/events/" + id).statusCode(200).body("partner_id", equalTo(grill.id));
        get("/events/" + id + "/services").statusCode(200);
        book("/events/" + id).statusCode(201);
    }

    private void confirm(Restaurant restaurant) {
        assertThat(restaurant.say("event.reservation_confirmed", details())).isEqualTo("handled");
    }

    private String details() {
        return """
                {"reservation_id": "%s", "event_name": "Cena", "date": "2026-02-15", "time": "19:00", "guests": 50,
                 "revision": 1}""".formatted(id);
    }

    private static ValidatableResponse get(String path) {
        return given().urlEncodingEnabled(false).get(path).then();
    }

    private static ValidatableResponse book(String event) {
        int query = event.indexOf('?');
        String path =
                query < 0 ? event + "/bookings" : event.substring(0, query) + "/bookings" + event.substring(query);
        return given().urlEncodingEnabled(false)
                .contentType("application/json")
                .body(DJ)
                .post(path)
                .then();
    }
}
