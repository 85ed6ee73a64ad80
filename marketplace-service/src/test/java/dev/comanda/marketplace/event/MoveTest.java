package dev.comanda.marketplace.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MoveTest {
    private static final LocalDateTime SEVEN = LocalDateTime.parse("2026-02-15T19:00");

    @Test
    void keepsTheDistanceToTheBeginning() {
        assertThat(move("2026-02-15", "18:30", "2026-02-15", "20:00").applyTo(SEVEN))
                .isEqualTo("2026-02-15T20:30");
    }

    @Test
    void movesOverMidnightBothWays() {
        assertThat(move("2026-02-15", "19:00", "2026-02-15", "23:30").applyTo(LocalDateTime.parse("2026-02-15T21:00")))
                .isEqualTo("2026-02-16T01:30");
        assertThat(move("2026-02-16", "00:30", "2026-02-15", "22:00").applyTo(LocalDateTime.parse("2026-02-16T01:00")))
                .isEqualTo("2026-02-15T22:30");
    }

    @Test
    void movesOverTheEndOfAMonthAndALeapDay() {
        assertThat(move("2028-02-28", "19:00", "2028-03-01", "19:00").applyTo(LocalDateTime.parse("2028-02-28T23:45")))
                .isEqualTo("2028-03-01T23:45");
    }

    @Test
    void movesByDaysOnlyWhereATimeOfDayIsUnknown() {
        assertThat(move("2026-02-15", null, "2026-02-17", "21:00").applyTo(SEVEN))
                .isEqualTo("2026-02-17T19:00");
        assertThat(move("2026-02-15", "18:00", "2026-02-17", null).applyTo(SEVEN))
                .isEqualTo("2026-02-17T19:00");
    }

    @Test
    void givesTheEventsTimeToWhatHadNone() {
        assertThat(move("2026-02-15", null, "2026-02-15", "20:00").applyTo(null))
                .isEqualTo("2026-02-15T20:00");
        assertThat(move("2026-02-15", null, "2026-02-16", null).applyTo(null)).isNull();
    }

    @Test
    void isNoneOnlyWhenDateAndTimeAreTheSame() {
        assertThat(move("2026-02-15", "19:00", "2026-02-15", "19:00").isNone()).isTrue();
        assertThat(move("2026-02-15", "19:00", "2026-02-15", "19:01").isNone()).isFalse();
        assertThat(move("2026-02-15", "19:00", "2026-02-16", "19:00").isNone()).isFalse();
        assertThat(move("2026-02-15", "19:00", "2026-02-15", null).isNone()).isFalse();
    }

    private static Move move(String date, @Nullable String time, String newDate, @Nullable String newTime) {
        return new Move(moment(date, time), moment(newDate, newTime));
    }

    private static Moment moment(String date, @Nullable String time) {
        return new Moment(LocalDate.parse(date), time == null ? null : LocalTime.parse(time));
    }
}
