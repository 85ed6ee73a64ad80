package dev.comanda.web;

import dev.comanda.web.json.SingleLine;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One component of every kind that a request body of this product has. */
public record Sample(
        @NotNull @SingleLine(max = 60) String eventName,
        @NotNull LocalDate date,
        @NotNull LocalTime time,
        @Min(1) @Max(100_000) int guests,
        @Nullable Boolean vip,
        @Nullable BigDecimal price,
        @Nullable Instant since,
        @Nullable Duration overlap,
        @Nullable Level level,
        @Nullable @Size(max = 1_000) String note,
        @Nullable @Valid Provider provider,
        @Nullable @Size(max = 5) List<@SingleLine(max = 20) String> servicesRequested,
        @Nullable List<@Valid Provider> providers) {

    /** A nested object. */
    public record Provider(
            @NotNull @SingleLine(max = 60) String name,
            @Nullable @SingleLine(max = 20) String phone) {}

    /** A closed set of words. */
    public enum Level {
        GOLD,
        SILVER
    }

    /** What must be there, with more fields appended: {@code more} begins with a comma or is empty. */
    public static String json(String more) {
        return """
                {"event_name":"Cena","date":"2026-02-15","time":"19:00","guests":50%s}""".formatted(more);
    }
}
