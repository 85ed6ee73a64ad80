package dev.comanda.restaurant.itinerary;

import static dev.comanda.restaurant.itinerary.Steps.assigned;
import static dev.comanda.restaurant.itinerary.Steps.at;
import static dev.comanda.restaurant.itinerary.Steps.booked;
import static dev.comanda.restaurant.itinerary.Steps.cancelled;
import static dev.comanda.restaurant.itinerary.Steps.confirmed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.partners.inbox.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MatchTest {
    private final ItineraryService dj = service("B1", "1");
    private final ItineraryService photographer = service("B2", "2");
    private final List<ItineraryService> both = List.of(dj, photographer);

    @Test
    void aBookingIdDecidesWhatIsMeant() {
        assertThat(Match.of(confirmed("B2", null, at(5)), both)).isEqualTo(new Match.Found(photographer));
    }

    @Test
    void anUnheardBookingIsStartedByABookingAndAwaitedByAConfirmation() {
        assertThat(Match.of(booked("B3", "1", "19:00", at(5)), both)).isEqualTo(new Match.New());
        assertThat(Match.of(confirmed("B3", null, at(5)), both)).isEqualTo(new Match.Unknown());
    }

    @Test
    void anUnheardBookingIsStartedByAnyEventWithItsWholeState() {
        var complete = new Step(Step.Kind.CONFIRM, "B3", ServiceTerms.UNSAID, true, at(5));

        assertThat(Match.of(complete, both)).isEqualTo(new Match.New());
    }

    @Test
    void withoutABookingIdTheServiceIdDecidesAndElseItsName() {
        var byName = new Step(Step.Kind.CONFIRM, null, ServiceTerms.about(null, "Service 1"), false, at(5));

        assertThat(Match.of(confirmed(null, "2", at(5)), both)).isEqualTo(new Match.Found(photographer));
        assertThat(Match.of(byName, both)).isEqualTo(new Match.Found(dj));
    }

    @Test
    void aServiceNobodyBookedIsAwaitedEvenIfThereIsJustOneOther() {
        assertThat(Match.of(confirmed(null, "9", at(5)), List.of(dj))).isEqualTo(new Match.Unknown());
    }

    @Test
    void withNothingNamedTheOnlyServiceThatAdmitsTheStepIsMeant() {
        apply(dj, confirmed("B1", null, at(2)));

        assertThat(Match.of(confirmed(null, null, at(5)), both)).isEqualTo(new Match.Found(photographer));
        assertThat(Match.of(assigned(null, "DJ Luna", at(5)), both)).isEqualTo(new Match.Several());
        assertThat(Match.of(confirmed(null, null, at(5)), List.of(dj))).isEqualTo(new Match.Unknown());
    }

    @Test
    void severalThatFitAreNeverGuessedBetween() {
        assertThat(Match.of(cancelled(null, null, at(5)), both)).isEqualTo(new Match.Several());
        assertThat(Match.of(cancelled(null, "1", at(5)), List.of(dj, service("B3", "1"))))
                .isEqualTo(new Match.Several());
    }

    @Test
    void aSecondBookingOfAnOpenServiceIsTheSameOneMoved() {
        var seedEra = service(null, "1");

        assertThat(Match.of(booked(null, "1", "20:00", at(5)), List.of(seedEra)))
                .isEqualTo(new Match.Found(seedEra));
    }

    @Test
    void aCancelledServiceIsBookedOnceMoreOnlyByALaterBooking() {
        var seedEra = service(null, "1");
        apply(seedEra, cancelled(null, "1", at(3)));

        assertThat(Match.of(booked(null, "1", "20:00", at(5)), List.of(seedEra)))
                .isEqualTo(new Match.New());
        assertThat(Match.of(booked(null, "1", "20:00", at(2)), List.of(seedEra)))
                .isEqualTo(new Match.Old());
        assertThat(Match.of(confirmed(null, "1", at(5)), List.of(seedEra))).isEqualTo(new Match.Old());
    }

    private static ItineraryService service(@Nullable String bookingId, String serviceId) {
        var step = booked(bookingId, serviceId, "19:00", new Version(null, Steps.minute(1)));
        return new ItineraryService("RES-1", "findyourwork", bookingId, ItineraryEntry.startedBy(step));
    }

    private static void apply(ItineraryService service, Step step) {
        if (service.entry.apply(step) instanceof ItineraryEntry.Outcome.Changed(var entry)) {
            service.entry = entry;
        }
    }
}
