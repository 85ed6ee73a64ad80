package dev.comanda.restaurant.reservation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.comanda.restaurant.PublishedEvents;
import dev.comanda.restaurant.PublishedEvents.Event;
import dev.comanda.restaurant.TestPartner;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who hears of what, with one partner subscribed to events, a second one like it, and an observer. */
@QuarkusTest
class AnnouncementTest {
    private final String id = "RES-" + UUID.randomUUID();

    @Inject
    PublishedEvents published;

    private TestPartner first;
    private TestPartner second;
    private TestPartner observer;

    @BeforeEach
    void register() {
        first = TestPartner.subscribedTo("event.*");
        second = TestPartner.subscribedTo("event.*");
        observer = TestPartner.subscribedTo("*");
    }

    @AfterEach
    void leave() {
        first.close();
        second.close();
        observer.close();
    }

    @Test
    void aCorporateEventIsConfirmedToEverySubscriberWithoutItsEmailAddress() {
        open(50);

        assertThat(heard()).containsExactly("event.reservation_confirmed to 1 1 1");
        assertThat(published.about(id).getFirst().data()).isEqualTo(json("""
                {"reservation_id":"%s","event_name":"Cena","date":"2026-02-15","time":"19:00","guests":50,
                 "contact_name":"María García","contact_phone":"0991234567","services_requested":[],"revision":1}
                """.formatted(id)));
    }

    @Test
    void ofReservationsOpenedAtTheSameMomentEachCorporateOneIsConfirmedOnce() throws Exception {
        List<Callable<Integer>> requests = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String one = id + "-" + i % 40;
            String body = flatBody(i % 40 < 30 ? 50 : 12).replace(id, one);
            requests.add(() -> given().contentType(ContentType.JSON)
                    .body(body)
                    .post("/reservations")
                    .statusCode());
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.invokeAll(requests))
                    .extracting(Future::get)
                    .containsOnly(200, 201)
                    .filteredOn(status -> status == 201)
                    .hasSize(40);
        }
        for (int i = 0; i < 40; i++) {
            assertThat(published.about(id + "-" + i)).hasSize(i < 30 ? 1 : 0);
        }
    }

    @Test
    void openedAndSentByNameAtTheSameMomentItIsOneReservation() throws Exception {
        for (int i = 0; i < 20; i++) {
            String body = flatBody(50).replace(id, id + "-both-" + i);
            Callable<Integer> opening = () -> given().contentType(ContentType.JSON)
                    .body(body)
                    .post("/reservations")
                    .statusCode();
            Callable<Integer> byName = () -> given().contentType(ContentType.JSON)
                    .body(body)
                    .post("/partners/" + first.id() + "/notify-event")
                    .statusCode();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                assertThat(threads.invokeAll(List.of(opening, byName)))
                        .extracting(Future::get)
                        .isSubsetOf(200, 201, 202)
                        .contains(202);
            }
        }
    }

    @Test
    void aPrivateDinnerIsNobodysBusiness() {
        open(49);
        patch("{\"time\":\"20:00\"}");
        cancel();

        assertThat(heard()).isEmpty();
    }

    @Test
    void aRepeatedRequestAnnouncesNothingMore() {
        open(50);
        open(50);

        assertThat(heard()).containsExactly("event.reservation_confirmed to 1 1 1");
    }

    @Test
    void changesSayWhatChangedAndTheWholeState() {
        open(50);
        patch("{\"time\":\"20:30\",\"contact_email\":\"secret@example.com\"}");

        var updated = published.about(id).getLast();
        assertThat(updated.type()).isEqualTo("event.updated");
        assertThat(updated.data()).isEqualTo(json("""
                {"reservation_id":"%s","changes":{"time":"20:30"},"revision":2,
                 "reservation":{"reservation_id":"%s","event_name":"Cena","date":"2026-02-15","time":"20:30","guests":50,
                 "contact_name":"María García","contact_phone":"0991234567","services_requested":[],"revision":2}}
                """.formatted(id, id)));
    }

    @Test
    void aChangePartnersMayNotSeeIsNoNewsAndNoChangeIsNone() {
        open(50);
        patch("{\"contact_email\":\"secret@example.com\"}").body("revision", equalTo(2));
        patch("{\"guests\":50}").body("revision", equalTo(2));

        assertThat(heard()).containsExactly("event.reservation_confirmed to 1 1 1");
    }

    @Test
    void onlyWhoHeardOfItHearsWhatBecomesOfIt() {
        notify(first, 20).statusCode(202);
        patch("{\"time\":\"20:30\"}");
        cancel();
        cancel();

        assertThat(heard())
                .containsExactly(
                        "event.reservation_confirmed to 1 0 1", "event.updated to 1 0 1", "event.cancelled to 1 0 1");
        assertThat(published.about(id).getLast().data())
                .isEqualTo(json("{\"reservation_id\":\"%s\",\"reason\":\"flood\",\"revision\":3}".formatted(id)));
    }

    @Test
    void aLaterPartnerDoesNotHearOfAnEarlierReservation() {
        open(50);
        try (var late = TestPartner.subscribedTo("event.*")) {
            patch("{\"time\":\"20:30\"}");

            assertThat(published.about(id).getLast().toPartners(first, late)).isEqualTo("event.updated to 1 0");
        }
    }

    @Test
    void growingCorporateConfirmsToWhoHasNotHeardAndUpdatesWhoHas() {
        notify(first, 20).statusCode(202);
        patch("{\"guests\":50}");

        assertThat(heard())
                .containsExactly(
                        "event.reservation_confirmed to 1 0 1",
                        "event.updated to 1 0 1",
                        "event.reservation_confirmed to 0 1 1");
    }

    @Test
    void itTurnsCorporateOnlyOnce() {
        open(50);
        patch("{\"guests\":10}");
        patch("{\"guests\":60}");

        assertThat(heard())
                .containsExactly(
                        "event.reservation_confirmed to 1 1 1", "event.updated to 1 1 1", "event.updated to 1 1 1");
    }

    @Test
    void anEventSentByNameReachesThatPartnerAndTheObserver() {
        notify(second, 50)
                .statusCode(202)
                .body("event_id", startsWith("evt_"))
                .body("event_type", equalTo("event.reservation_confirmed"))
                .body("status", equalTo("queued"));

        assertThat(heard()).containsExactly("event.reservation_confirmed to 0 1 1");
        given().get("/reservations/" + id).then().statusCode(200).body("guests", equalTo(50));
    }

    @Test
    void sentByNameWithOtherDetailsItUpdatesWhoeverKnowsIt() {
        open(50);
        notify(second, 80).statusCode(202);

        assertThat(heard())
                .containsExactly(
                        "event.reservation_confirmed to 1 1 1",
                        "event.updated to 1 1 1",
                        "event.reservation_confirmed to 0 1 1");
        given().get("/reservations/" + id)
                .then()
                .body("revision", equalTo(2))
                .body("contact_email", equalTo("maria@example.com"));
    }

    @Test
    void sendingByNameIsRefusedWhereNothingWouldBeSent() {
        try (var deaf = TestPartner.subscribedTo("payment.success")) {
            notify(deaf, 50).statusCode(409);
        }
        given().get("/reservations/" + id).then().statusCode(404);
        assertThat(heard()).isEmpty();
    }

    @Test
    void sendingByNameIsRefusedForStrangersAndForCancelledReservations() {
        given().contentType(ContentType.JSON)
                .body(flatBody(50))
                .post("/partners/nobody/notify-event")
                .then()
                .statusCode(404);
        open(50);
        cancel();

        notify(first, 50).statusCode(409);
        assertThat(heard()).hasSize(2);
    }

    private List<String> heard() {
        return published.about(id).stream()
                .map((Event event) -> event.toPartners(first, second, observer))
                .toList();
    }

    private void open(int guests) {
        String body = flatBody(guests).replace("}", ",\"contact_email\":\"maria@example.com\"}");
        given().contentType(ContentType.JSON).body(body).post("/reservations").then();
    }

    private ValidatableResponse notify(TestPartner partner, int guests) {
        return given().contentType(ContentType.JSON)
                .body(flatBody(guests))
                .post("/partners/" + partner.id() + "/notify-event")
                .then();
    }

    private String flatBody(int guests) {
        return """
                {"reservation_id":"%s","event_name":"Cena","date":"2026-02-15","time":"19:00","guests":%d,\
                "contact_name":"María García","contact_phone":"0991234567","services_requested":[]}""".formatted(id, guests);
    }

    private ValidatableResponse patch(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .patch("/reservations/" + id)
                .then()
                .statusCode(200);
    }

    private void cancel() {
        given().contentType(ContentType.JSON)
                .body("{\"reason\":\"flood\"}")
                .post("/reservations/" + id + "/cancel")
                .then()
                .statusCode(200);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
