package dev.comanda.restaurant.itinerary;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.comanda.partners.inbox.Handling;
import dev.comanda.partners.inbox.InboundEvent;
import dev.comanda.restaurant.TestPartner;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that one transaction handles together. */
@QuarkusTest
class TogetherTest {
    private static final int EVENTS = 16;

    private final String id = "RES-" + UUID.randomUUID();

    @Inject
    SessionFactory sessions;

    @Inject
    ItineraryPreparation around;

    @Inject
    Itineraries itineraries;

    private Statistics statistics;
    private TestPartner partner;

    @BeforeEach
    void open() {
        partner = TestPartner.subscribedTo("event.*");
        for (int i = 0; i < EVENTS; i++) {
            given().contentType(ContentType.JSON)
                    .body("""
                            {"reservation_id":"%s-%d","event_name":"Cena","date":"2026-02-15","time":"19:00","guests":50,
                             "contact_name":"Ana","contact_phone":"0991234567"}""".formatted(id, i))
                    .post("/partners/" + partner.id() + "/notify-event")
                    .then()
                    .statusCode(202);
        }
        statistics = sessions.getStatistics();
        statistics.setStatisticsEnabled(true);
        statistics.clear();
    }

    @AfterEach
    void leave() {
        partner.close();
        statistics.setStatisticsEnabled(false);
    }

    @Test
    void sixteenBookingsTakeAsManyStatementsAsTwo() {
        long two = statementsFor(0, 2);
        long others = statementsFor(2, EVENTS);

        assertThat(two).isPositive();
        assertThat(others).isEqualTo(two);
        for (int i = 0; i < EVENTS; i++) {
            given().get("/reservations/" + id + "-" + i + "/itinerary")
                    .then()
                    .body("services.size()", equalTo(1))
                    .body("services[0].booking_id", equalTo("booking-" + i))
                    .body("history.size()", equalTo(1));
        }
    }

    @Test
    void anEventSeesWhatTheOneBeforeItHasDone() {
        InboundEvent<ServiceBooked> first = booked(0, 1);
        InboundEvent<ServiceBooked> again = booked(0, 1);
        InboundEvent<ServiceBooked> later = booked(0, 2);

        assertThat(handle(List.of(first, again, later, booked(1, 1))))
                .containsExactly(
                        new Handling.Handled(),
                        new Handling.Superseded(),
                        new Handling.Handled(),
                        new Handling.Handled());
        given().get("/reservations/" + id + "-0/itinerary")
                .then()
                .body("services.size()", equalTo(1))
                .body("history.event_id", equalTo(List.of(first.eventId(), later.eventId())));
    }

    private long statementsFor(int from, int to) {
        long before = statistics.getPrepareStatementCount();
        List<InboundEvent<ServiceBooked>> events = new ArrayList<>();
        for (int i = from; i < to; i++) {
            events.add(booked(i, 1));
        }
        assertThat(handle(events)).containsOnly(new Handling.Handled());
        return statistics.getPrepareStatementCount() - before;
    }

    private List<Handling> handle(List<InboundEvent<ServiceBooked>> events) {
        return QuarkusTransaction.requiringNew().call(() -> {
            around.prepare(partner.id(), List.copyOf(events));
            List<Handling> handled = events.stream().map(itineraries::apply).toList();
            around.finish();
            return handled;
        });
    }

    private InboundEvent<ServiceBooked> booked(int reservation, long revision) {
        ServiceBooked data = new ServiceBooked(
                id + "-" + reservation,
                "booking-" + reservation,
                null,
                "DJ",
                null,
                null,
                null,
                null,
                null,
                null,
                revision);
        return new InboundEvent<>(
                partner.id(), "evt_" + UUID.randomUUID(), "service.booked_for_event", Instant.now(), data);
    }
}
