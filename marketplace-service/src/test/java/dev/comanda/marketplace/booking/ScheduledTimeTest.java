package dev.comanda.marketplace.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.comanda.web.problem.ProblemException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduledTimeTest {
    private static final LocalDate DAY = LocalDate.parse("2026-02-15");

    @Test
    void anHourIsOnTheDayOfTheEvent() {
        assertThat(ScheduledTime.parse("00:05", DAY)).isEqualTo("2026-02-15T00:05");
        assertThat(ScheduledTime.text(LocalDateTime.parse("2026-02-15T00:05"), DAY))
                .isEqualTo("00:05");
    }

    @Test
    void anotherDayIsWrittenOut() {
        assertThat(ScheduledTime.parse("2026-02-14T17:00", DAY)).isEqualTo("2026-02-14T17:00");
        assertThat(ScheduledTime.text(LocalDateTime.parse("2026-02-16T00:30"), DAY))
                .isEqualTo("2026-02-16T00:30");
    }

    @Test
    void theDayOfTheEventMayBeWrittenOutToo() {
        LocalDateTime seven = ScheduledTime.parse("2026-02-15T19:00", DAY);
        assertThat(ScheduledTime.text(seven, DAY)).isEqualTo("19:00");
    }

    @Test
    void noTimeIsNoText() {
        assertThat(ScheduledTime.text(null, DAY)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7pm",
                "24:00",
                "19:60",
                "9:00",
                "19:00:00",
                "2026-02-30T19:00",
                "2026-02-15",
                "2026-02-15 19:00",
                "2026-02-15T19:00Z",
                "+12026-02-15T19:00"
            })
    void anythingElseIsRefusedByName(String text) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> ScheduledTime.parse(text, DAY))
                .satisfies(problem -> assertThat(problem.field()).isEqualTo("scheduled_time"));
    }
}
