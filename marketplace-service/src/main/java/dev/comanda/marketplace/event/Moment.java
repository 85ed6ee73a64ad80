package dev.comanda.marketplace.event;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** When an event is, as far as its restaurant has said. */
public record Moment(LocalDate date, @Nullable LocalTime time) {
    public @Nullable LocalDateTime dateTime() {
        return time == null ? null : date.atTime(time);
    }
}
