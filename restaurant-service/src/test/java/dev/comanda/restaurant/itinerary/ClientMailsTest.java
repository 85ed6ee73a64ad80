package dev.comanda.restaurant.itinerary;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.comanda.restaurant.Await;
import dev.comanda.restaurant.PublishedEvents;
import dev.comanda.restaurant.TestPartner;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client is written when partners add something to their event. */
@QuarkusTest
class ClientMailsTest {
    private final String id = "RES-" + UUID.randomUUID();
    private final String address = "maria@" + UUID.randomUUID() + ".example";

    @Inject
    Jdbi jdbi;

    @Inject
    MockMailbox mailbox;

    @Inject
    PublishedEvents published;

    private TestPartner marketplace;

    @BeforeEach
    void register() {
        marketplace = TestPartner.subscribedTo("event.*");
    }

    @AfterEach
    void leave() {
        marketplace.close();
    }

    @Test
    void theClientHearsOnceThatAServiceIsBookedConfirmedAndCancelled() {
        notifyEvent(",\"contact_email\":\"" + address + "\"");
        say("service.booked_for_event", booked("DJ Profesional", "19:00", 1));
        say("service.booked_for_event", booked("DJ Profesional", "20:30", 2));
        say("service.confirmed", step("\"confirmation_code\":\"ABCD2345\"", 3));
        say("service.cancelled", step("\"reason\":\"The DJ is ill\"", 4));

        Await.until(() -> mailbox.getMailsSentTo(address).size() == 3);
        assertThat(mailbox.getMailsSentTo(address))
                .extracting(Mail::getSubject)
                .containsExactlyInAnyOrder(
                        "Cena: nuevo servicio contratado", "Cena: servicio confirmado", "Cena: servicio cancelado");
        assertThat(text("Cena: servicio confirmado")).isEqualTo("""
                Hola, María García:

                %s nos informa: está confirmado un servicio para su evento del 2026-02-15.

                Servicio: DJ Profesional
                Hora: 20:30
                Proveedor: DJ Sounds Pro, teléfono 0998765432
                Código de confirmación: ABCD2345
                Reserva: %s
                """.formatted(marketplace.id(), id));
    }

    @Test
    void withoutAnAddressTheMailIsRecordedAsSkipped() {
        notifyEvent("");
        say("service.booked_for_event", booked("DJ Profesional", "19:00", 1));

        assertThat(written()).containsExactly("service_booked skipped");
    }

    @Test
    void whatAPartnerWritesStaysOnItsLine() {
        notifyEvent(",\"contact_email\":\"" + address + "\"");
        say("service.booked_for_event", booked("DJ\\r\\nBcc: everyone@example.com\\n\\n{reservation_id}", "19:00", 1));

        Await.until(() -> !mailbox.getMailsSentTo(address).isEmpty());
        assertThat(text("Cena: nuevo servicio contratado"))
                .contains("Servicio: DJ Bcc: everyone[at]example[.]com {reservation_id}\n");
        assertThat(mailbox.getMailsSentTo("everyone@example.com")).isEmpty();
    }

    /** A partner's words came with a link that looked like the restaurant's own, in a mail from the restaurant. */
    @Test
    void aLinkInAPartnersWordsCannotBeClickedAndThePartnerIsNamed() {
        notifyEvent(",\"contact_email\":\"" + address + "\"");
        say(
                "service.booked_for_event",
                booked("Deposit due today or your table is cancelled: https://chuwue-pagos.example/pay", "19:00", 1));

        Await.until(() -> !mailbox.getMailsSentTo(address).isEmpty());
        assertThat(text("Cena: nuevo servicio contratado"))
                .contains(marketplace.id() + " nos informa: ")
                .contains("https[:]//chuwue-pagos[.]example/pay")
                .doesNotContain("https://")
                .doesNotContain("pagos.example");
    }

    /** A new booking id was a new mail, without end. */
    @Test
    void aPartnerCannotFloodAClientWithMails() {
        notifyEvent(",\"contact_email\":\"" + address + "\"");
        for (int booking = 0; booking < 13; booking++) {
            say("service.booked_for_event", booked("DJ", "19:00", 1).replace("BKG-", "BKG-" + booking + "-"));
        }

        assertThat(written()).hasSize(10);
        given().get("/reservations/" + id + "/itinerary").then().body("services.size()", equalTo(13));
        Await.until(() -> mailbox.getMailsSentTo(address).size() == 10);
        jdbi.useHandle(db -> db.execute(
                "update mail set created_at = created_at - interval '25 hours' where about = ?", "reservation:" + id));
        say("service.booked_for_event", booked("DJ", "19:00", 1).replace("BKG-", "BKG-later-"));
        assertThat(written()).hasSize(11);
    }

    @Test
    void aPartnerThatUsedUpItsMailsDoesNotSilenceAnother() {
        notifyEvent(",\"contact_email\":\"" + address + "\"");
        for (int booking = 0; booking < 13; booking++) {
            say("service.booked_for_event", booked("DJ", "19:00", 1).replace("BKG-", "BKG-" + booking + "-"));
        }
        assertThat(written()).hasSize(10);
        try (TestPartner other = TestPartner.subscribedTo("event.*")) {
            notifyEvent(other, ",\"contact_email\":\"" + address + "\"");
            say(other, "service.booked_for_event", booked("Fotos", "19:00", 1).replace("BKG-", "BKG-other-"));
        }

        assertThat(written()).hasSize(11);
    }

    @Test
    void whoCancelledTheReservationIsNotToldOfEachService() {
        notifyEvent(",\"contact_email\":\"" + address + "\"");
        say("service.booked_for_event", booked("DJ Profesional", "19:00", 1));
        given().contentType(ContentType.JSON).body("{}").post("/reservations/" + id + "/cancel");
        say("service.cancelled", step("\"reason\":\"The event was cancelled.\"", 2));

        assertThat(written()).containsExactly("service_booked");
    }

    @Test
    void theAddressIsTheHousesOwn() {
        notifyEvent(",\"contact_email\":\"" + address + "\"");
        assertThat(given().get("/reservations/" + id).<String>path("contact_email"))
                .isEqualTo(address);
        assertThat(published.about(id))
                .hasSize(1)
                .noneMatch(event -> event.data().toString().contains(address));
    }

    @Test
    void aDisputeIsNotedAndChangesNoService() {
        notifyEvent("");
        say("service.booked_for_event", booked("DJ Profesional", "19:00", 1));
        say("payment.disputed", """
                {"external_event_id":"%s","payment_id":"pay_1","amount":250.0,"currency":"USD","due_by":"2026-02-20T23:59:59Z"}
                """.formatted(id));

        var itinerary = given().get("/reservations/" + id + "/itinerary").then();
        assertThat(itinerary.extract().<List<String>>path("history.event_type"))
                .containsExactly("service.booked_for_event", "payment.disputed");
        assertThat(itinerary.extract().<List<String>>path("services.status")).containsExactly("booked");
        assertThat(written()).containsExactly("service_booked skipped");
    }

    private String text(String subject) {
        return mailbox.getMailsSentTo(address).stream()
                .filter(mail -> mail.getSubject().equals(subject))
                .findFirst()
                .orElseThrow()
                .getText();
    }

    private List<String> written() {
        return jdbi.withHandle(db -> db.select("""
                        select template || case mail.status when 'skipped' then ' skipped' else '' end
                          from mail join itinerary_service s on starts_with(mail.key, 'itinerary:' || s.service_key || ':')
                         where s.reservation_id = ? order by mail.id
                        """, id).mapTo(String.class).list());
    }

    private void notifyEvent(String more) {
        notifyEvent(marketplace, more);
    }

    private void notifyEvent(TestPartner partner, String more) {
        given().contentType(ContentType.JSON)
                .body("""
                        {"reservation_id":"%s","event_name":"Cena","date":"2026-02-15","time":"19:00","guests":50,
                         "contact_name":"María García","contact_phone":"0991234567"%s}""".formatted(id, more))
                .post("/partners/" + partner.id() + "/notify-event")
                .then()
                .statusCode(202);
    }

    private String booked(String service, String time, int revision) {
        return """
                {"external_event_id":"%s","booking_id":"BKG-%s","service_name":"%s","scheduled_time":"%s","revision":%d,
                 "provider":{"name":"DJ Sounds Pro","phone":"0998765432"},"price":250.0}""".formatted(id, id, service, time, revision);
    }

    private String step(String said, int revision) {
        return "{\"external_event_id\":\"%s\",\"booking_id\":\"BKG-%s\",%s,\"revision\":%d}"
                .formatted(id, id, said, revision);
    }

    private void say(String type, String data) {
        say(marketplace, type, data);
    }

    private void say(TestPartner partner, String type, String data) {
        String event = partner.send(type, data).statusCode(200).extract().path("event_id");
        Await.until(() -> jdbi.withHandle(db -> db.select(
                                "select count(*) from inbound_event where event_id = ? and status = 'handled'", event)
                        .mapTo(Integer.class)
                        .one())
                == 1);
    }
}
