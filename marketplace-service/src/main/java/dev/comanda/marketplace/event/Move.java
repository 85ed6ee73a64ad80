package dev.comanda.marketplace.event;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** An event that went from one moment to another, and what that does to something scheduled during it. */
public record Move(Moment from, Moment to) {
    public boolean isNone() {
        return from.equals(to);
    }

    /**
     * Keeps the distance to the event's beginning, over midnight and over dates. Where the event has or had no time of
     * day only the days move; what had no time of its own takes the event's.
     */
    public @Nullable LocalDateTime applyTo(@Nullable LocalDateTime scheduled) {
        LocalDateTime before = from.dateTime();
        LocalDateTime after = to.dateTime();
        if (scheduled == null) {
            return after;
        }
        if (before == null || after == null) {
            return scheduled.plusDays(ChronoUnit.DAYS.between(from.date(), to.date()));
        }
        return scheduled.plus(Duration.between(before, after));
    }
}
