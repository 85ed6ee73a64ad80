package dev.comanda.marketplace.event;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.comanda.partners.inbox.WireId;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reservation's whole state: the data of event.reservation_confirmed, and part of event.updated. */
record ReservationConfirmed(
        @JsonDeserialize(using = WireId.class) @NotNull @Pattern(regexp = EventKey.ID, message = EventKey.ID_RULE) String reservationId,

        @NotBlank @HeardText String eventName,
        @JsonDeserialize(using = WireDate.class) @NotNull LocalDate date,
        @JsonDeserialize(using = WireTime.class) @Nullable LocalTime time,
        @NotNull @Min(1) @Max(1_000_000) Integer guests,
        @HeardText @Nullable String contactName,
        @HeardText @Nullable String contactPhone,
        @Size(max = 50) @Nullable List<@NotBlank @HeardText String> servicesRequested,
        @Positive @Nullable Long revision) {
    Details details() {
        List<String> asked = servicesRequested == null ? List.of() : servicesRequested;
        return new Details(eventName, date, time, guests, contactName, contactPhone, asked);
    }
}
