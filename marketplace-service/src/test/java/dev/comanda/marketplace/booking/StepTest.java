package dev.comanda.marketplace.booking;

import static dev.comanda.marketplace.booking.BookingStatus.BOOKED;
import static dev.comanda.marketplace.booking.BookingStatus.CANCELLED;
import static dev.comanda.marketplace.booking.BookingStatus.CONFIRMED;
import static dev.comanda.marketplace.booking.BookingStatus.PENDING_PAYMENT;
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
    private static final Provider PRO = new Provider("DJ Sounds Pro", "0998765432");
    private static final Assignee DJ = new Assignee(PRO, "dj@example.com");
    private static final Moment DAY = new Moment(LocalDate.parse("2026-02-15"), null);

    @Test
    void isBookedWhenItIsPaidAndNeverAfterItWasCancelled() {
        Step settle = new Step.Settle();
        assertThat(settle.on(PENDING_PAYMENT, null)).isEqualTo(CHANGES);
        assertThat(settle.on(BOOKED, null)).isEqualTo(REPEATS);
        assertThat(settle.on(CONFIRMED, null)).isEqualTo(REPEATS);
        assertThat(settle.on(CANCELLED, null)).isEqualTo(REFUSED);
    }

    @Test
    void expiresOnlyWhileItIsUnpaid() {
        Step expire = new Step.Expire("too late");
        assertThat(expire.on(PENDING_PAYMENT, null)).isEqualTo(CHANGES);
        assertThat(expire.on(BOOKED, null)).isEqualTo(REPEATS);
        assertThat(expire.on(CONFIRMED, null)).isEqualTo(REPEATS);
        assertThat(expire.on(CANCELLED, null)).isEqualTo(REPEATS);
    }

    @Test
    void confirmsABookingOnce() {
        Step confirm = new Step.Confirm("ABCD2345");
        assertThat(confirm.on(PENDING_PAYMENT, null)).isEqualTo(REFUSED);
        assertThat(confirm.on(BOOKED, null)).isEqualTo(CHANGES);
        assertThat(confirm.on(CONFIRMED, null)).isEqualTo(REPEATS);
        assertThat(confirm.on(CANCELLED, null)).isEqualTo(REFUSED);
    }

    @Test
    void cancelsFromEveryStateAndOnce() {
        Step cancel = new Step.Cancel("rain");
        assertThat(cancel.on(PENDING_PAYMENT, null)).isEqualTo(CHANGES);
        assertThat(cancel.on(BOOKED, null)).isEqualTo(CHANGES);
        assertThat(cancel.on(CONFIRMED, null)).isEqualTo(CHANGES);
        assertThat(cancel.on(CANCELLED, null)).isEqualTo(REPEATS);
    }

    @Test
    void assignsAProviderUntilItIsCancelled() {
        Step assign = new Step.Assign(DJ);
        assertThat(assign.on(PENDING_PAYMENT, null)).isEqualTo(REFUSED);
        assertThat(assign.on(BOOKED, null)).isEqualTo(CHANGES);
        assertThat(assign.on(CONFIRMED, null)).isEqualTo(CHANGES);
        assertThat(assign.on(CANCELLED, null)).isEqualTo(REFUSED);
    }

    @Test
    void theSameProviderAgainIsARepetitionAndAnotherOneIsNot() {
        Step assign = new Step.Assign(new Assignee(PRO, null));
        assertThat(assign.on(BOOKED, DJ)).isEqualTo(REPEATS);
        assertThat(assign.on(CONFIRMED, DJ)).isEqualTo(REPEATS);
        assertThat(assign.on(CANCELLED, DJ)).isEqualTo(REFUSED);
        assertThat(assign.on(BOOKED, new Assignee(new Provider("DJ Sounds Pro", "0990000000"), null)))
                .isEqualTo(CHANGES);
        assertThat(new Step.Assign(new Assignee(PRO, "other@example.com")).on(BOOKED, DJ))
                .isEqualTo(CHANGES);
    }

    @Test
    void reschedulesWhatIsOpen() {
        Step reschedule = new Step.Reschedule(new Move(DAY, DAY));
        assertThat(reschedule.on(PENDING_PAYMENT, null)).isEqualTo(CHANGES);
        assertThat(reschedule.on(BOOKED, null)).isEqualTo(CHANGES);
        assertThat(reschedule.on(CONFIRMED, null)).isEqualTo(CHANGES);
        assertThat(reschedule.on(CANCELLED, null)).isEqualTo(REFUSED);
    }
}
