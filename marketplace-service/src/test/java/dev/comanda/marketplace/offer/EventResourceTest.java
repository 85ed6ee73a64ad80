package dev.comanda.marketplace.offer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.marketplace.testing.Restaurant;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class EventResourceTest {
    private Restaurant grill;

    @BeforeEach
    void register() {
        grill = Restaurant.register();
    }

    @Test
    void offersWhatWasAskedForFirst() {
        confirm(grill, "RES-1", "\"Fotografía\", \"DJ Profesional\"");
        var services =
                given().get("/events/RES-1/services?partner=" + grill.id).then().statusCode(200);
        List<String> ids = services.extract().path("services.service_id");
        List<Boolean> requested = services.extract().path("services.requested");
        assertThat(ids).hasSize(15).startsWith("svc-cabina-fotos", "svc-fotografia-evento", "svc-dj-profesional");
        assertThat(requested.subList(0, 4)).containsExactly(true, true, true, false);
        assertThat(services.extract().asString()).contains("\"price\":250.00");
    }

    @Test
    void twoRestaurantsMayUseTheSameId() {
        Restaurant other = Restaurant.register();
        String shared = "SHARED-" + grill.id;
        confirm(grill, shared, "");
        assertThat(given().get("/events/" + shared).<String>path("partner_id")).isEqualTo(grill.id);
        confirm(other, shared, "");
        given().get("/events/" + shared).then().statusCode(409).contentType("application/problem+json");
        given().get("/events/" + shared + "/services").then().statusCode(409);
        assertThat(given().get("/events/" + shared + "?partner=" + other.id).<String>path("partner_id"))
                .isEqualTo(other.id);
    }

    @Test
    void anotherPartnersEventIsUnknown() {
        confirm(grill, "MINE-" + grill.id, "");
        String other = Restaurant.register().id;
        given().get("/events/MINE-" + grill.id + "?partner=" + other).then().statusCode(404);
        given().get("/events/NOBODYS").then().statusCode(404).contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RES.1", "RES 1", "RES%271"})
    void aMalformedIdIsRefusedBeforeAnythingIsLookedUp(String id) {
        var answer = given().urlEncodingEnabled(false)
                .get("/events/" + id.replace(" ", "%20"))
                .then();
        answer.statusCode(400).contentType("application/problem+json");
        assertThat(answer.extract().<String>path("field")).isEqualTo("external_event_id");
    }

    @Test
    void aMalformedPartnerIsRefusedByName() {
        assertThat(given().get("/events/RES-1?partner=A'B")
                        .then()
                        .statusCode(400)
                        .extract()
                        .<String>path("field"))
                .isEqualTo("partner");
    }

    @Test
    void pagesThroughAllEventsNewestFirst() {
        for (String id : List.of("A", "B", "C")) {
            confirm(grill, id + "-" + grill.id, "");
        }
        var first = given().get("/events?limit=2").then().statusCode(200).extract();
        assertThat(first.<List<String>>path("events.external_event_id"))
                .containsExactly("C-" + grill.id, "B-" + grill.id);
        var second = given().queryParam("cursor", first.<String>path("next_cursor"))
                .get("/events?limit=1")
                .then()
                .statusCode(200)
                .extract();
        assertThat(second.<List<String>>path("events.external_event_id")).containsExactly("A-" + grill.id);
    }

    @Test
    void theLastPageHasNoNext() {
        confirm(grill, "LAST-" + grill.id, "");
        var all = given().get("/events?limit=200").then().statusCode(200).extract();
        assertThat(all.<List<String>>path("events.external_event_id")).contains("LAST-" + grill.id);
        assertThat(all.<String>path("next_cursor")).isNull();
        given().get("/events?cursor=nonsense").then().statusCode(400);
    }

    private static void confirm(Restaurant restaurant, String id, String services) {
        assertThat(restaurant.say("event.reservation_confirmed", """
                        {"reservation_id": "%s", "event_name": "Cena", "date": "2026-02-15", "guests": 50,
                         "services_requested": [%s], "revision": 1}
                        """.formatted(id, services)))
                .isEqualTo("handled");
    }
}
