package dev.comanda.marketplace.event;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields an update names; those it does not name stay as they are. */
record Changes(
        @HeardText @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank") @Nullable String eventName,

        @JsonDeserialize(using = WireDate.class) @Nullable LocalDate date,
        @JsonDeserialize(using = WireTime.class) @Nullable LocalTime time,
        @Min(1) @Max(1_000_000) @Nullable Integer guests,
        @HeardText @Nullable String contactName,
        @HeardText @Nullable String contactPhone,
        @Size(max = 50) @Nullable List<@HeardText String> servicesRequested) {
    Details onto(Details stored) {
        return new Details(
                eventName != null ? eventName : stored.eventName(),
                date != null ? date : stored.date(),
                time != null ? time : stored.time(),
                guests != null ? guests : stored.guests(),
                contactName != null ? contactName : stored.contactName(),
                contactPhone != null ? contactPhone : stored.contactPhone(),
                servicesRequested != null ? servicesRequested : stored.servicesRequested());
    }
}
