package dev.comanda.marketplace.booking;

import dev.comanda.web.problem.ProblemException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A booking's time as the wire has it: {@code HH:MM} on the event's own day, else with the date before it. It is stored
 * as a date and time, because the hour alone would be wrong as soon as an event moves over midnight.
 */
final class ScheduledTime {
    private static final Pattern HOUR = Pattern.compile("\\d{2}:\\d{2}");
    private static final Pattern DAY_AND_HOUR = Pattern.compile("[12]\\d{3}-\\d{2}-\\d{2}T\\d{2}:\\d{2}");

    private ScheduledTime() {}

    static LocalDateTime parse(String text, LocalDate eventDate) {
        try {
            if (HOUR.matcher(text).matches()) {
                return eventDate.atTime(LocalTime.parse(text));
            }
            if (DAY_AND_HOUR.matcher(text).matches()) {
                return LocalDateTime.parse(text);
            }
        } catch (DateTimeException e) {
            // Well formed, but no such hour or day: refused like the rest.
        }
        throw ProblemException.invalid("scheduled_time", "Must be a time such as 19:00 or 2026-02-15T19:00.");
    }

    static @Nullable String text(@Nullable LocalDateTime scheduled, LocalDate eventDate) {
        if (scheduled == null) {
            return null;
        }
        return scheduled.toLocalDate().equals(eventDate)
                ? scheduled.toLocalTime().toString()
                : scheduled.toString();
    }
}
