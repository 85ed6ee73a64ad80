package dev.comanda.restaurant.itinerary;

import static dev.comanda.restaurant.itinerary.Steps.assigned;
import static dev.comanda.restaurant.itinerary.Steps.at;
import static dev.comanda.restaurant.itinerary.Steps.booked;
import static dev.comanda.restaurant.itinerary.Steps.cancelled;
import static dev.comanda.restaurant.itinerary.Steps.confirmed;
import static dev.comanda.restaurant.itinerary.Steps.minute;
import static dev.comanda.restaurant.itinerary.Steps.revision;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.partners.inbox.Version;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ItineraryEntryTest {
    private static final ItineraryEntry DJ = ItineraryEntry.startedBy(booked("B1", "1", "19:00", revision(2)));

    @Test
    void startsBookedAndInDollarsWhereTheEventNamesNoCurrency() {
        assertThat(DJ.terms())
                .isEqualTo(new ServiceTerms(
                        "1",
                        "Service 1",
                        "dj",
                        new Provider("DJ Sounds Pro", "0998765432"),
                        new BigDecimal("250.00"),
                        "USD",
                        "19:00",
                        ServiceStatus.BOOKED,
                        null,
                        null));
    }

    @Test
    void aConfirmationAddsItsCodeAndLeavesTheRest() {
        var entry = changed(DJ, confirmed("B1", null, revision(3)));

        assertThat(entry.terms()).isEqualTo(DJ.terms().confirmed("CONF-7"));
        assertThat(entry.terms().status()).isEqualTo(ServiceStatus.CONFIRMED);
        assertThat(entry.terms().confirmationCode()).isEqualTo("CONF-7");
        assertThat(entry.appliedRevision()).isEqualTo(3);
    }

    @Test
    void aRevisionAppliesOnceAndAnOlderOneNever() {
        assertThat(DJ.apply(confirmed("B1", null, revision(2)))).isEqualTo(new ItineraryEntry.Outcome.Superseded());
        assertThat(DJ.apply(confirmed("B1", null, revision(1)))).isEqualTo(new ItineraryEntry.Outcome.Superseded());
    }

    @Test
    void movingAConfirmedServiceLeavesItConfirmed() {
        var confirmed = changed(DJ, confirmed("B1", null, revision(3)));
        var moved = changed(confirmed, booked("B1", "1", "20:30", revision(4)));

        assertThat(moved.terms().scheduledTime()).isEqualTo("20:30");
        assertThat(moved.terms().status()).isEqualTo(ServiceStatus.CONFIRMED);
    }

    @Test
    void cancelledIsFinalWhateverTheRevision() {
        var cancelled = changed(DJ, cancelled("B1", null, revision(3)));

        assertThat(cancelled.terms().reason()).isEqualTo("ill");
        assertThat(cancelled.apply(confirmed("B1", null, revision(9))))
                .isEqualTo(new ItineraryEntry.Outcome.Superseded());
    }

    @Test
    void anotherProviderReplacesTheFirstOneWhole() {
        var entry = changed(DJ, assigned("B1", "DJ Luna", revision(3)));

        assertThat(entry.terms().provider()).isEqualTo(new Provider("DJ Luna", null));
    }

    @Test
    void withoutRevisionsTheTimestampDecides() {
        var entry = ItineraryEntry.startedBy(booked(null, "1", "19:00", at(5)));

        assertThat(entry.apply(confirmed(null, "1", at(4)))).isEqualTo(new ItineraryEntry.Outcome.Superseded());
        assertThat(changed(entry, confirmed(null, "1", at(6))).appliedTimestamp())
                .isEqualTo(minute(6));
    }

    @Test
    void aStepWithoutARevisionLeavesTheLastOneStanding() {
        var entry = changed(DJ, assigned("B1", "DJ Luna", at(5)));

        assertThat(entry.version()).isEqualTo(new Version(2L, minute(5)));
        assertThat(entry.apply(confirmed("B1", null, new Version(2L, minute(6)))))
                .isEqualTo(new ItineraryEntry.Outcome.Superseded());
    }

    private static ItineraryEntry changed(ItineraryEntry entry, Step step) {
        return switch (entry.apply(step)) {
            case ItineraryEntry.Outcome.Changed(var next) -> next;
            case ItineraryEntry.Outcome.Superseded() -> throw new AssertionError("superseded: " + step);
        };
    }
}
