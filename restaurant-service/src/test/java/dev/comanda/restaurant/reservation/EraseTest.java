package dev.comanda.restaurant.reservation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.sun.net.httpserver.HttpServer;
import dev.comanda.database.encryption.Reencryption;
import dev.comanda.database.encryption.SealedColumn;
import dev.comanda.database.testing.Dump;
import dev.comanda.partners.outbox.OutboundBodies;
import dev.comanda.restaurant.Await;
import dev.comanda.restaurant.TestPartner;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of a guest: encrypted while it is needed, and removed when the guest asks for it. */
@QuarkusTest
class EraseTest {
    private final String unique = UUID.randomUUID().toString().substring(0, 8);
    private final String id = "RES-" + unique;
    private final String name = "Dolores Quinde " + unique;
    private final String phone = "+593 " + unique;
    private final String address = "dolores-" + unique + "@example.com";
    private final String providerPhone = "+594 " + unique;

    @Inject
    Jdbi jdbi;

    @Inject
    Reencryption reencryption;

    @Inject
    OutboundBodies bodies;

    private HttpServer server;
    private TestPartner partner;

    @BeforeEach
    void register() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        partner = TestPartner.subscribedTo("event.*");
        given().contentType(ContentType.JSON)
                .body("{\"webhook_url\":\"http://127.0.0.1:"
                        + server.getAddress().getPort() + "/\"}")
                .patch("/partners/" + partner.id())
                .then()
                .statusCode(200);
    }

    @AfterEach
    void leave() {
        partner.close();
        server.stop(0);
    }

    @Test
    void aDumpOfTheDatabaseDoesNotNameTheGuest() {
        journey();

        for (String word : List.of(name, phone, address, providerPhone)) {
            assertThat(Dump.columnsWith(jdbi, word)).as(word).isEmpty();
        }
        assertThat(Dump.columnsWith(jdbi, "\"external_event_id\":\"" + id + "\""))
                .isEmpty();
        assertThat(Dump.columnsWith(jdbi, "\"reservation_id\":\"" + id + "\"")).isEmpty();
        assertThat(Dump.columnsWith(jdbi, "Cena de " + unique)).containsExactly("reservation.event_name");
        find().body("contact_name", equalTo(name))
                .body("contact_phone", equalTo(phone))
                .body("contact_email", equalTo(address));
    }

    @Test
    void aReservationThatWasStoredInClearIsReadAndThenEncrypted() {
        notifyEvent().statusCode(202);
        jdbi.useHandle(db -> db.execute(
                "update reservation set contact_name = ?, contact_phone = ?, contact_email = ? where reservation_id = ?",
                name,
                phone,
                address,
                id));
        assertThat(Dump.columnsWith(jdbi, unique + "@")).containsExactly("reservation.contact_email");
        find().body("contact_name", equalTo(name)).body("contact_email", equalTo(address));

        for (SealedColumn column : reencryption.columns()) {
            for (int block = 0; block < reencryption.blocks(column); block++) {
                reencryption.sweep(column, block);
            }
        }

        for (String word : List.of(name, phone, address)) {
            assertThat(Dump.columnsWith(jdbi, word)).as(word).isEmpty();
        }
        assertThat(reencryption.valuesPerKey()).containsEntry("not encrypted", 0L);
        find().body("contact_name", equalTo(name)).body("contact_email", equalTo(address));
    }

    @Test
    void anErasedGuestIsGoneHereAndThePartnerHearsIt() {
        journey();
        int revision = find().extract().path("revision");

        for (int time = 0; time < 2; time++) {
            erase().statusCode(200)
                    .body("contact_name", equalTo("[erased]"))
                    .body("contact_phone", equalTo("[erased]"))
                    .body("contact_email", nullValue())
                    .body("event_name", equalTo("Cena de " + unique))
                    .body("guests", equalTo(50))
                    .body("status", equalTo("confirmed"))
                    .body("revision", equalTo(revision + 1));
        }

        find().body("contact_name", equalTo("[erased]"));
        awaitDelivered(3);
        bodies.removeForgotten(1000);
        feed().body(
                        "events.event_type",
                        equalTo(List.of("event.reservation_confirmed", "event.updated", "event.updated")))
                .body("events[0].event", nullValue())
                .body("events[1].event", nullValue())
                .body(
                        "events[2].event.data.changes",
                        equalTo(java.util.Map.of("contact_name", "[erased]", "contact_phone", "[erased]")))
                .body("events[2].event.data.reservation.contact_name", equalTo("[erased]"));
        assertThat(count("select count(*) from payment where reference = ? and customer is null"))
                .isOne();
        assertThat(count("select count(*) from audit where action = 'reservation.erase' and object = ?"))
                .isOne();
    }

    @Test
    void anErasedReservationIsNotChangedAnyMoreButCanBeCancelled() {
        notifyEvent().statusCode(202);
        erase().statusCode(200);

        patch("{\"contact_name\":\"Another\"}").statusCode(409);
        patch("{\"guests\":60}").statusCode(409);
        notifyEvent().statusCode(409);
        open().statusCode(409);
        post("/cancel").statusCode(200).body("status", equalTo("cancelled")).body("contact_name", equalTo("[erased]"));
    }

    @Test
    void theGuestOfACancelledReservationCanBeErased() {
        notifyEvent().statusCode(202);
        post("/cancel").statusCode(200);

        erase().statusCode(200).body("contact_phone", equalTo("[erased]")).body("status", equalTo("cancelled"));
    }

    @Test
    void aReservationThatNobodyKnowsCannotBeErased() {
        erase().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void anEventThatThePartnerHasNotReceivedKeepsItsBodyUntilThen() {
        given().post("/partners/" + partner.id() + "/pause").then().statusCode(200);
        notifyEvent().statusCode(202);
        erase().statusCode(200);
        bodies.removeForgotten(1000);
        feed().body("events[0].event.data.contact_name", equalTo(name));

        given().post("/partners/" + partner.id() + "/resume").then().statusCode(200);
        awaitDelivered(2);
        bodies.removeForgotten(1000);

        feed().body("events[0].event", nullValue())
                .body("events[1].event.data.reservation.contact_name", equalTo("[erased]"));
    }

    @Test
    void aRepeatedOpeningIsKnownWithoutADigestThatCanBeGuessed() {
        open().statusCode(201);

        open().statusCode(200).body("contact_name", equalTo(name));
        String openedAs =
                jdbi.withHandle(db -> db.select("select opened_as from reservation where reservation_id = ?", id)
                        .mapTo(String.class)
                        .one());
        assertThat(openedAs).matches("[^:]+:[0-9a-f]{64}");
    }

    /** Announced, changed, with a service and a payment: all that brings the guest's data into a table. */
    private void journey() {
        notifyEvent().statusCode(202);
        patch("{\"time\":\"20:00\"}").statusCode(200);
        partner.send("service.booked_for_event", """
                        {"external_event_id":"%s","booking_id":"BKG-%s","service_name":"DJ","scheduled_time":"19:00","revision":1,
                         "provider":{"name":"DJ Sounds","phone":"%s"},"price":250.0}""".formatted(id, id, providerPhone))
                .statusCode(200);
        Await.until(() -> !given().get("/reservations/" + id + "/itinerary")
                .<List<Object>>path("services")
                .isEmpty());
        String payment = given().contentType(ContentType.JSON)
                .header("Idempotency-Key", unique)
                .body("""
                        {"amount":"250.50","currency":"USD","reference":"%s","metadata":{"scenario":"paid"},
                         "customer":{"email":"%s","name":"%s"}}""".formatted(id, address, name))
                .post("/payments")
                .then()
                .statusCode(201)
                .extract()
                .path("payment_id");
        Await.until(() -> given().get("/payments/" + payment).path("paid_at") != null);
        awaitDelivered(2);
    }

    private void awaitDelivered(int events) {
        Await.until(() -> given().get("/partners/" + partner.id() + "/status").<Integer>path("delivered") == events);
    }

    private long count(String sql) {
        return jdbi.withHandle(db -> db.select(sql, id).mapTo(Long.class).one());
    }

    private ValidatableResponse notifyEvent() {
        return given().contentType(ContentType.JSON)
                .body(details())
                .post("/partners/" + partner.id() + "/notify-event")
                .then();
    }

    private ValidatableResponse open() {
        return given().contentType(ContentType.JSON)
                .body(details())
                .post("/reservations")
                .then();
    }

    private String details() {
        return """
                {"reservation_id":"%s","event_name":"Cena de %s","date":"2026-02-15","time":"19:00","guests":50,
                 "contact_name":"%s","contact_phone":"%s","contact_email":"%s"}""".formatted(id, unique, name, phone, address);
    }

    private ValidatableResponse find() {
        return given().get("/reservations/" + id).then().statusCode(200);
    }

    private ValidatableResponse feed() {
        return given().get("/partners/" + partner.id() + "/events").then().statusCode(200);
    }

    private ValidatableResponse patch(String change) {
        return given().contentType(ContentType.JSON)
                .body(change)
                .patch("/reservations/" + id)
                .then();
    }

    private ValidatableResponse erase() {
        return given().noContentType().post("/reservations/" + id + "/erase").then();
    }

    private ValidatableResponse post(String what) {
        return given().contentType(ContentType.JSON)
                .body("{}")
                .post("/reservations/" + id + what)
                .then();
    }
}
