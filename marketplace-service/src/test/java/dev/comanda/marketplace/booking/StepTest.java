package dev.comanda.marketplace.booking;

import static dev.comanda.marketplace.booking.BookingStatus.BOOKED;
import static dev.comanda.marketplace.booking.BookingStatus.CANCELLED;
import static dev.comanda.marketplace.booking.BookingStatus.CONFIRMED;
import static dev.comanda.marketplace.booking.Step.Verdict.CHANGES;
import static dev.comanda.marketplace.booking.Step.Verdict.REFUSED;
import static dev.comanda.marketplace.booking.Step.Verdict.REPEATS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.marketplace.catalogue.Provider;
import dev.comanda.marketplace.event.Moment;
import dev.comanda.marketplace.event.Move;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class StepTest {
    private static final Provider DJ = new Provider("DJ Sounds Pro", "0998765432");
    private static final Moment DAY = new Moment(LocalDate.parse("2026-02-15"), null);

    @Test
    void confirmsABookingOnce() {
        Step confirm = new Step.Confirm("ABCD2345");
        assertThat(confirm.on(BOOKED, null)).isEqualTo(CHANGES);
        assertThat(confirm.on(CONFIRMED, null)).isEqualTo(REPEATS);
        assertThat(confirm.on(CANCELLED, null)).isEqualTo(REFUSED);
    }

    @Test
    void cancelsFromEveryStateAndOnce() {
        Step cancel = new Step.Cancel("rain");
        assertThat(cancel.on(BOOKED, null)).isEqualTo(CHANGES);
        assertThat(cancel.on(CONFIRMED, null)).isEqualTo(CHANGES);
        assertThat(cancel.on(CANCELLED, null)).isEqualTo(REPEATS);
    }

    @Test
    void assignsAProviderUntilItIsCancelled() {
        Step assign = new Step.Assign(DJ);
        assertThat(assign.on(BOOKED, null)).isEqualTo(CHANGES);
        assertThat(assign.on(CONFIRMED, null)).isEqualTo(CHANGES);
        assertThat(assign.on(CANCELLED, null)).isEqualTo(REFUSED);
    }

    @Test
    void theSameProviderAgainIsARepetitionAndAnotherOneIsNot() {
        Step assign = new Step.Assign(new Provider("DJ Sounds Pro", "0998765432"));
        assertThat(assign.on(BOOKED, DJ)).isEqualTo(REPEATS);
        assertThat(assign.on(CONFIRMED, DJ)).isEqualTo(REPEATS);
        assertThat(assign.on(CANCELLED, DJ)).isEqualTo(REFUSED);
        assertThat(assign.on(BOOKED, new Provider("DJ Sounds Pro", "0990000000")))
                .isEqualTo(CHANGES);
    }

    @Test
    void reschedulesWhatIsOpen() {
        Step reschedule = new Step.Reschedule(new Move(DAY, DAY));
        assertThat(reschedule.on(BOOKED, null)).isEqualTo(CHANGES);
        assertThat(reschedule.on(CONFIRMED, null)).isEqualTo(CHANGES);
        assertThat(reschedule.on(CANCELLED, null)).isEqualTo(REFUSED);
    }
}
