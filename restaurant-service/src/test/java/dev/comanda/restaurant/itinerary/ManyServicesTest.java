package dev.comanda.restaurant.itinerary;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.comanda.restaurant.Await;
import dev.comanda.restaurant.TestPartner;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reservation to which partners have added as many services as they can. */
@QuarkusTest
class ManyServicesTest {
    private final String id = "RES-" + UUID.randomUUID();

    @Inject
    Jdbi jdbi;

    @Inject
    SessionFactory sessions;

    private Statistics statistics;
    private TestPartner partner;

    @BeforeEach
    void open() {
        statistics = sessions.getStatistics();
        statistics.setStatisticsEnabled(true);
        partner = TestPartner.subscribedTo("event.*");
        given().contentType(ContentType.JSON)
                .body("""
                        {"reservation_id":"%s","event_name":"Cena","date":"2026-02-15","time":"19:00","guests":50,
                         "contact_name":"Ana","contact_phone":"0991234567"}""".formatted(id))
                .post("/partners/" + partner.id() + "/notify-event")
                .then()
                .statusCode(202);
    }

    @AfterEach
    void leave() {
        partner.close();
        statistics.setStatisticsEnabled(false);
    }

    @Test
    void anEventLoadsOneServiceOfThreeThousand() {
        add(partner.id(), 3000);
        statistics.clear();
        settled(
                "handled",
                "{\"external_event_id\":\"%s\",\"booking_id\":\"%s-7\",\"service_name\":\"DJ\",\"revision\":2}"
                        .formatted(id, id));

        assertThat(loaded()).isEqualTo(1);
    }

    @Test
    void anEventWithoutABookingIdLoadsNoServiceOfOtherPartners() {
        add("other-" + UUID.randomUUID(), 3000);
        statistics.clear();
        settled("handled", "{\"external_event_id\":\"%s\",\"service_name\":\"DJ\"}".formatted(id));
        settled("handled", "{\"external_event_id\":\"%s\",\"service_name\":\"DJ\"}".formatted(id));

        assertThat(loaded()).isEqualTo(1);
    }

    @Test
    void onePartnerAddsAtMostTwoHundredServicesAndTheNextEventIsDead() {
        add(partner.id(), 199);
        settled("handled", booking("last"));
        String refused = settled("dead", booking("further"));
        settled("handled", booking("last").replace("\"revision\":1", "\"revision\":2"));

        given().get("/partners/" + partner.id() + "/sent/" + refused)
                .then()
                .body(
                        "error",
                        equalTo("refused: reservation " + id
                                + " has 200 services of this partner, and one partner may add no more"));
        given().get("/reservations/" + id + "/itinerary").then().body("services.size()", equalTo(200));
    }

    private String booking(String booking) {
        return "{\"external_event_id\":\"%s\",\"booking_id\":\"%s-%s\",\"service_name\":\"DJ\",\"revision\":1}"
                .formatted(id, id, booking);
    }

    private void add(String partnerId, int services) {
        jdbi.useHandle(db -> db.createUpdate("""
                insert into itinerary_service (reservation_id, partner_id, booking_id, service_name, currency, status,
                                               applied_revision, applied_timestamp)
                select :id, :partner, :id || '-' || n, 'DJ ' || n, 'USD', 'booked', 1, now()
                  from generate_series(1, :services) n
                """)
                .bind("id", id)
                .bind("partner", partnerId)
                .bind("services", services)
                .execute());
    }

    private long loaded() {
        return statistics.getEntityStatistics(ItineraryService.class.getName()).getLoadCount();
    }

    private String settled(String status, String data) {
        String event = partner.send("service.booked_for_event", data)
                .statusCode(200)
                .extract()
                .path("event_id");
        Await.until(() -> given().get("/partners/" + partner.id() + "/sent/" + event)
                .<String>path("status")
                .equals(status));
        return event;
    }
}
