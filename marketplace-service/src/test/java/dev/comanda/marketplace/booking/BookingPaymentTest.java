package dev.comanda.marketplace.booking;

import static dev.comanda.marketplace.booking.Client.assign;
import static dev.comanda.marketplace.booking.Client.awaitPayment;
import static dev.comanda.marketplace.booking.Client.awaitStatus;
import static dev.comanda.marketplace.booking.Client.body;
import static dev.comanda.marketplace.booking.Client.book;
import static dev.comanda.marketplace.booking.Client.booked;
import static dev.comanda.marketplace.booking.Client.booking;
import static dev.comanda.marketplace.booking.Client.cancel;
import static dev.comanda.marketplace.booking.Client.confirm;
import static dev.comanda.marketplace.booking.Client.data;
import static dev.comanda.marketplace.booking.Client.unpaid;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.database.testing.Dump;
import dev.comanda.marketplace.testing.Await;
import dev.comanda.marketplace.testing.Restaurant;
import dev.comanda.marketplace.testing.ShiftedClock;
import dev.comanda.marketplace.testing.WrittenMails;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the order of a payment to its end, as bookings go through it. */
@QuarkusTest
class BookingPaymentTest {
    @Inject
    UnpaidBookings unpaidBookings;

    @Inject
    ShiftedClock clock;

    @Inject
    WrittenMails mails;

    @Inject
    MockMailbox mailbox;

    @Inject
    Jdbi jdbi;

    private Restaurant grill;

    @BeforeEach
    void hearOfAnEvent() {
        grill = Restaurant.register();
        confirm(grill, "\"time\": \"19:00\",");
    }

    @AfterEach
    void backToNow() {
        clock.reset();
    }

    @Test
    void anUnpaidBookingIsNobodysBusiness() {
        JsonNode booking = body(
                book(
                        grill,
                        "{\"service_id\": \"svc-dj-profesional\", \"payment\": {\"metadata\": {\"scenario\": \"async_failure\"}}}"),
                201);
        assertThat(booking.path("status").asText()).isEqualTo("pending_payment");
        assertThat(booking.path("revision").asLong()).isZero();
        assertThat(booking.path("payment").path("payment_id").asText()).startsWith("pay_");
        assertThat(grill.told("RES-1")).isEmpty();
        assertThat(mails.about(booking.path("booking_id").asText())).isEmpty();
    }

    @Test
    void whatTheClientPaysWithIsShownToThemAloneAndKeptByNoCache() {
        var answer = book(
                grill,
                "{\"service_id\": \"svc-dj-profesional\", \"payment\": {\"metadata\": {\"scenario\": \"requires_action\"}}}");
        JsonNode payment = body(answer, 201).path("payment");
        assertThat(payment.path("state").asText()).isEqualTo("REQUIRES_ACTION");
        assertThat(payment.path("redirect_url").asText()).startsWith("http");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(body(given().get("/events/RES-1?partner=" + grill.id), 200).toString())
                .contains(payment.path("payment_id").asText())
                .doesNotContain("redirect_url");
    }

    @Test
    void nothingIsArrangedForAnUnpaidBooking() {
        String id = unpaid(grill);
        assertThat(body(confirm(id), 409).path("detail").asText()).isEqualTo("The booking is not paid yet.");
        assertThat(body(assign(id, "{\"name\": \"DJ Andes\", \"phone\": \"0981111111\"}"), 409)
                        .path("detail")
                        .asText())
                .isEqualTo("The booking is not paid yet.");
        assertThat(booking(id).path("status").asText()).isEqualTo("pending_payment");
    }

    @Test
    void itIsBookedAndToldOnceItIsPaid() {
        String id = booked(grill, "async_success");
        assertThat(booking(id).path("status").asText()).isEqualTo("pending_payment");
        awaitStatus(id, "booked");
        assertThat(grill.toldTypes("RES-1")).containsExactly("service.booked_for_event");
        assertThat(data(grill, 0).path("booking_id").asText()).isEqualTo(id);
        assertThat(data(grill, 0).path("revision").asLong()).isEqualTo(1);
        assertThat(booking(id).path("payment").path("state").asText()).isEqualTo("PAID");
        body(confirm(id), 200);
    }

    @Test
    void anUnpaidBookingMovesInSilenceAndIsToldWithItsFinalTime() {
        String id = booked(grill, "async_success");
        grill.say("event.updated", "{\"reservation_id\": \"RES-1\", \"changes\": {\"time\": \"20:15\"}}");
        awaitStatus(id, "booked");
        assertThat(grill.toldTypes("RES-1")).containsExactly("service.booked_for_event");
        assertThat(data(grill, 0).path("scheduled_time").asText()).isEqualTo("20:15");
        assertThat(data(grill, 0).path("revision").asLong()).isEqualTo(1);
        assertThat(mails.about(id)).containsExactly("booked_provider");
    }

    @Test
    void anUnpaidBookingIsCancelledInSilenceAndItsPaymentWithIt() {
        String id = unpaid(grill);
        assertThat(body(cancel(id), 200).path("status").asText()).isEqualTo("cancelled");
        awaitPayment(id, "CANCELED");
        assertThat(booking(id).path("revision").asLong()).isZero();
        assertThat(grill.told("RES-1")).isEmpty();
        assertThat(mails.about(id)).isEmpty();
    }

    @Test
    void whoeverPaidABookingThatIsCancelledGetsTheMoneyBack() {
        String id = booked(grill);
        body(cancel(id), 200);
        awaitPayment(id, "REFUNDED");
        assertThat(grill.toldTypes("RES-1")).containsExactly("service.booked_for_event", "service.cancelled");
        assertThat(mails.about(id)).containsExactly("booked_provider", "cancelled_provider");
    }

    @Test
    void aCancelledEventRefundsWhatIsPaidAndEndsTheRestInSilence() {
        String paid = booked(grill);
        String pending = unpaid(grill);
        cancel(grill);
        awaitPayment(paid, "REFUNDED");
        awaitPayment(pending, "CANCELED");
        assertThat(booking(paid).path("reason").asText()).isEqualTo("rain");
        assertThat(booking(pending).path("status").asText()).isEqualTo("cancelled");
        assertThat(grill.toldTypes("RES-1")).containsExactly("service.booked_for_event", "service.cancelled");
        assertThat(data(grill, 1).path("booking_id").asText()).isEqualTo(paid);
    }

    @Test
    void whatIsNotPaidForADayIsGivenUpAndWhatIsPaidStays() {
        String paid = booked(grill);
        String pending = unpaid(grill);
        clock.pass(Duration.ofHours(24).minusMinutes(1));
        unpaidBookings.sweep();
        assertThat(booking(pending).path("status").asText()).isEqualTo("pending_payment");

        clock.pass(Duration.ofMinutes(2));
        unpaidBookings.sweep();
        assertThat(booking(pending).path("status").asText()).isEqualTo("cancelled");
        assertThat(booking(pending).path("reason").asText()).isEqualTo("It was not paid in time.");
        assertThat(booking(paid).path("status").asText()).isEqualTo("booked");
        awaitPayment(pending, "CANCELED");
        assertThat(grill.toldTypes("RES-1")).containsExactly("service.booked_for_event");
    }

    @Test
    void theProviderIsToldOfEachStepAtTheAddressThatIsKnown() {
        String id = booked(grill);
        assign(id, "{\"name\": \"DJ Sounds Pro\", \"phone\": \"0998765432\"}");
        assign(id, "{\"name\": \"DJ Andes\", \"phone\": \"0981111111\"}");
        assign(id, "{\"name\": \"DJ Andes\", \"phone\": \"0981111111\", \"email\": \"andes@example.com\"}");
        confirm(id);
        grill.say("event.updated", "{\"reservation_id\": \"RES-1\", \"changes\": {\"time\": \"20:15\"}}");
        cancel(id);
        assertThat(mails.about(id))
                .containsExactly(
                        "booked_provider",
                        "booked_provider",
                        "booked_provider skipped",
                        "booked_provider",
                        "moved_provider",
                        "cancelled_provider");
        assertThat(grill.told("RES-1").toString()).doesNotContain("example");
    }

    @Test
    void theProvidersMailSaysWhatWhenAndForWhom() {
        String id = booked(grill);
        assign(
                id,
                "{\"name\": \"DJ Andes\", \"phone\": \"0981111111\", \"email\": \"andes@%s.example\"}"
                        .formatted(grill.id));
        Await.until(
                () -> !mailbox.getMailsSentTo("andes@" + grill.id + ".example").isEmpty());
        Mail mail = mailbox.getMailsSentTo("andes@" + grill.id + ".example").getFirst();
        assertThat(mail.getSubject()).isEqualTo("Nueva contratación: DJ Profesional, 2026-02-15 19:00");
        assertThat(mail.getText()).isEqualTo("""
                Hola, DJ Andes:

                Le han contratado DJ Profesional para "Cena".

                Cuándo: 2026-02-15 19:00
                Contacto: -, teléfono -
                Reserva: %s
                """.formatted(id));
        assertThat(Dump.columnsWith(jdbi, "andes@" + grill.id + ".example")).isEmpty();
    }

    @Test
    void theClientIsWrittenToWhereTheyLeftAnAddress() {
        String address = "maria@" + grill.id + ".example";
        body(
                book(
                        grill,
                        "{\"service_id\": \"svc-dj-profesional\", \"payment\": {\"customer\": {\"email\": \"%s\", \"locale\": \"en\"}}}"
                                .formatted(address)),
                201);
        Await.until(() -> !mailbox.getMailsSentTo(address).isEmpty());
        assertThat(mailbox.getMailsSentTo(address).getFirst().getSubject()).contains("250.00 USD");
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        String id = booked(grill);
        assertThat(body(assign(id, "{\"name\": \"DJ\", \"phone\": \"1\", \"email\": \"a@b.com\\nBcc: c@d.com\"}"), 400)
                        .path("field")
                        .asText())
                .isEqualTo("email");
    }
}
