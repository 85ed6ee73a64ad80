package dev.comanda.restaurant.itinerary;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.comanda.restaurant.Await;
import dev.comanda.restaurant.TestPartner;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may write to a reservation: the partner that was told of it, beside one that was not and one that only listens. */
@QuarkusTest
class ToldPartnersTest {
    private static final String OBSERVER = "\"events\":[\"*\"]";

    private final String id = "RES-" + UUID.randomUUID();
    private final String address = "ana@" + UUID.randomUUID() + ".example";

    @Inject
    Jdbi jdbi;

    @Inject
    MockMailbox mailbox;

    private TestPartner told;
    private TestPartner stranger;
    private TestPartner observer;
    private TestPartner writingObserver;

    @BeforeEach
    void register() {
        told = TestPartner.subscribedTo("event.*");
        stranger = TestPartner.subscribedTo("event.*");
        observer = TestPartner.registered(OBSERVER);
        writingObserver = TestPartner.registered(OBSERVER + ",\"may_send\":[\"service.*\",\"payment.*\"]");
    }

    @AfterEach
    void leave() {
        for (TestPartner partner : List.of(told, stranger, observer, writingObserver)) {
            partner.close();
        }
    }

    @Test
    void aPartnerThatWasNeverToldOfAReservationCannotWriteToIt() {
        notifyEvent(told);
        settled(stranger, "waiting", "service.booked_for_event", booked("stranger"));
        settled(stranger, "waiting", "service.confirmed", step("\"confirmation_code\":\"X1\""));
        settled(stranger, "waiting", "provider.assigned", step("\"provider_info\":{\"name\":\"X\"}"));
        settled(stranger, "waiting", "service.cancelled", step("\"reason\":\"x\""));
        String dispute = settled(stranger, "waiting", "payment.disputed", "{\"external_event_id\":\"" + id + "\"}");

        itinerary().body("services", empty()).body("history", empty());
        given().get("/partners/" + stranger.id() + "/sent/" + dispute)
                .then()
                .body("missing", equalTo("reservation " + id));

        settled(told, "handled", "service.booked_for_event", booked("told"));
        settled(told, "handled", "payment.disputed", "{\"external_event_id\":\"" + id + "\"}");
        itinerary().body("services.partner_id", equalTo(List.of(told.id()))).body("history.size()", equalTo(2));
        Await.until(() -> mailbox.getMailsSentTo(address).size() == 1);
        assertThat(mailbox.getMailsSentTo(address).getFirst().getText()).contains(told.id() + " nos informa");
    }

    @Test
    void anObserverHearsOfAReservationAndCannotWriteToIt() {
        notifyEvent(told);
        observer.send("service.booked_for_event", booked("observer"))
                .statusCode(403)
                .body("type", equalTo("urn:comanda:problem:forbidden"))
                .body("event_type", equalTo("service.booked_for_event"));
        settled(writingObserver, "waiting", "service.booked_for_event", booked("observer"));

        itinerary().body("services", empty()).body("history", empty());
        assertThat(mailbox.getMailsSentTo(address)).isEmpty();
        for (TestPartner each : List.of(observer, writingObserver)) {
            given().get("/partners/" + each.id() + "/events").then().body("events.size()", equalTo(1));
        }
    }

    @Test
    void anObserverOverhearsWhatEverySubscriberIsTold() {
        given().contentType(ContentType.JSON)
                .body(details())
                .post("/reservations")
                .then()
                .statusCode(201);
        settled(writingObserver, "waiting", "service.booked_for_event", booked("observer"));
        settled(told, "handled", "service.booked_for_event", booked("told"));
        itinerary().body("services.partner_id", equalTo(List.of(told.id())));
    }

    @Test
    void anObserverThatIsAddressedByNameAndMaySendCanWrite() {
        notifyEvent(writingObserver);
        settled(writingObserver, "handled", "service.booked_for_event", booked("observer"));
        itinerary().body("services.partner_id", equalTo(List.of(writingObserver.id())));
    }

    @Test
    void whatAPartnerSentTooEarlyIsAppliedAsSoonAsItIsTold() {
        notifyEvent(told);
        String eventId = settled(stranger, "waiting", "service.booked_for_event", booked("early"));
        notifyEvent(stranger);
        awaitStatus(stranger, eventId, "handled");
        itinerary().body("services.booking_id", equalTo(List.of("BKG-early-" + id)));
    }

    @Test
    void aPartnerRegisteredUnderARemovedPartnersCodeWasToldOfNothing() {
        notifyEvent(told);
        given().delete("/partners/" + told.id()).then().statusCode(204);
        told = TestPartner.registered(told.id(), "\"events\":[\"event.*\"]");
        settled(told, "waiting", "service.booked_for_event", booked("heir"));
        itinerary().body("services", empty());
        notifyEvent(told);
        Await.until(() ->
                itinerary().extract().<List<String>>path("services.booking_id").size() == 1);
    }

    /** These reached the log, and the operator's terminal with it, again each minute. */
    @Test
    void anIdOfOtherCharactersIsRefusedByItsName() {
        notifyEvent(told);
        String forged = "\"z\\n2026-11-24 INFO forged\\u001b[31m\"";
        for (String field : List.of("booking_id", "service_id")) {
            told.send(
                            "service.booked_for_event",
                            "{\"external_event_id\":\"%s\",\"service_name\":\"DJ\",\"%s\":%s}"
                                    .formatted(id, field, forged))
                    .statusCode(400)
                    .body("field", equalTo("data." + field));
        }
        told.send("payment.disputed", "{\"external_event_id\":\"" + id + "\",\"payment_id\":\"a b\"}")
                .statusCode(400)
                .body("field", equalTo("data.payment_id"));
        settled(
                told,
                "handled",
                "service.booked_for_event",
                booked("a.b:c_d").replace("\"DJ\"", "\"DJ\",\"service_id\":7"));
    }

    private void notifyEvent(TestPartner partner) {
        given().contentType(ContentType.JSON)
                .body(details())
                .post("/partners/" + partner.id() + "/notify-event")
                .then()
                .statusCode(202);
    }

    private String details() {
        return """
                {"reservation_id":"%s","event_name":"Cena","date":"2026-02-15","time":"19:00","guests":50,
                 "contact_name":"Ana","contact_phone":"0991234567","contact_email":"%s"}""".formatted(id, address);
    }

    private String booked(String booking) {
        return "{\"external_event_id\":\"" + id + "\",\"booking_id\":\"BKG-" + booking + "-" + id
                + "\",\"service_name\":\"DJ\",\"revision\":1}";
    }

    private String step(String said) {
        return "{\"external_event_id\":\"" + id + "\",\"booking\":{\"service_name\":\"DJ\"}," + said + "}";
    }

    private String settled(TestPartner partner, String status, String type, String data) {
        String eventId = partner.send(type, data).statusCode(200).extract().path("event_id");
        awaitStatus(partner, eventId, status);
        return eventId;
    }

    private static void awaitStatus(TestPartner partner, String eventId, String status) {
        Await.until(() -> given().get("/partners/" + partner.id() + "/sent/" + eventId)
                .<String>path("status")
                .equals(status));
    }

    private ValidatableResponse itinerary() {
        return given().get("/reservations/" + id + "/itinerary").then().statusCode(200);
    }
}
