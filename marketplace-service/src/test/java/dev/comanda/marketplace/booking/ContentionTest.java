package dev.comanda.marketplace.booking;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.marketplace.testing.Restaurant;
import dev.comanda.payments.payment.PaymentDesk;
import dev.comanda.payments.payment.PaymentListener;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several callers at one event: each change happens once, and nobody waits for somebody who waits for him. */
@QuarkusTest
class ContentionTest {
    @Inject
    PaymentListener listener;

    @Inject
    PaymentDesk desk;

    private Restaurant grill;

    @BeforeEach
    void hearOfAnEvent() {
        grill = Restaurant.register();
        grill.say("event.reservation_confirmed", """
                {"reservation_id": "RES-1", "event_name": "Cena", "date": "2026-02-15", "time": "19:00", "guests": 50,
                 "revision": 1}
                """);
    }

    @Test
    void eightConfirmationsAtOnceGiveOneCodeAndOneEvent() {
        String id = book();
        Set<String> codes = together(IntStream.range(0, 8)
                        .<Callable<String>>mapToObj(i -> () -> given().noContentType()
                                .post("/bookings/" + id + "/confirm")
                                .then()
                                .statusCode(200)
                                .extract()
                                .path("confirmation_code"))
                        .toList())
                .stream()
                .collect(Collectors.toSet());
        assertThat(codes).hasSize(1);
        assertThat(grill.toldTypes("RES-1")).containsExactly("service.booked_for_event", "service.confirmed");
    }

    @Test
    void movingAnEventWhileItsBookingsChangeLosesNothing() {
        List<String> ids = IntStream.range(0, 4).mapToObj(i -> book()).toList();
        List<Callable<String>> work = new ArrayList<>();
        for (int revision = 2; revision <= 5; revision++) {
            String time = "2%d:00".formatted(revision - 2);
            String changes = "{\"reservation_id\": \"RES-1\", \"changes\": {\"time\": \"%s\"}}".formatted(time);
            work.add(() -> grill.say("event.updated", changes));
        }
        ids.forEach(id -> work.add(() -> given().noContentType()
                .post("/bookings/" + id + "/confirm")
                .then()
                .statusCode(200)
                .extract()
                .path("status")));
        assertThat(together(work)).contains("handled", "confirmed").doesNotContain("received", "dead");
        String time = given().get("/events/RES-1?partner=" + grill.id).path("time");
        for (String id : ids) {
            var booking = given().get("/bookings/" + id);
            assertThat(booking.<String>path("status")).isEqualTo("confirmed");
            assertThat(booking.<String>path("scheduled_time")).isEqualTo(time);
            assertThat(revisionsTold(id))
                    .isEqualTo(IntStream.rangeClosed(1, booking.<Integer>path("revision"))
                            .boxed()
                            .toList());
        }
    }

    @Test
    void cancellingWhatIsJustBeingPaidTellsAllOfItOrNothing() {
        List<String> ids =
                IntStream.range(0, 8).mapToObj(i -> Client.unpaid(grill)).toList();
        List<Callable<String>> work = new ArrayList<>();
        ids.forEach(id -> {
            work.add(() ->
                    given().noContentType().post("/bookings/" + id + "/cancel").path("status"));
            work.add(() -> captured(id));
        });
        assertThat(together(work)).containsOnly("cancelled", "heard");
        for (String id : ids) {
            assertThat(Client.booking(id).path("status").asText()).isEqualTo("cancelled");
            assertThat(revisionsTold(id)).isIn(List.of(), List.of(1, 2));
        }
    }

    private String captured(String id) {
        JsonNode payment = Client.booking(id).path("payment");
        QuarkusTransaction.requiringNew()
                .run(() -> listener.captured(desk.get(payment.path("payment_id").asText())));
        return "heard";
    }

    private List<Integer> revisionsTold(String bookingId) {
        return grill.told("RES-1").stream()
                .map(event -> event.path("data"))
                .filter(data -> data.path("booking_id").asText().equals(bookingId))
                .map(data -> data.path("revision").asInt())
                .toList();
    }

    private String book() {
        return given().contentType("application/json")
                .body("{\"service_id\": \"svc-dj-profesional\"}")
                .post("/events/RES-1/bookings?partner=" + grill.id)
                .then()
                .statusCode(201)
                .extract()
                .path("booking_id");
    }

    private static List<String> together(List<Callable<String>> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(work).stream().map(Future::resultNow).toList();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
