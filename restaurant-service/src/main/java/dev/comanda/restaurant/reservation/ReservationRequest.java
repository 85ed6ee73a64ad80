package dev.comanda.restaurant.reservation;

import dev.comanda.web.json.SingleLine;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of POST /reservations. Its limits are those of every other body about a reservation. */
record ReservationRequest(
        @Pattern(regexp = ID, message = ID_RULE) @Nullable String reservationId,
        @NotNull @SingleLine(max = MAX_TEXT) String eventName,
        @NotNull LocalDate date,

        @NotNull @Pattern(regexp = TIME, message = TIME_RULE) String time,

        @NotNull @Min(1) @Max(MAX_GUESTS) Integer guests,
        @NotNull @SingleLine(max = MAX_TEXT) String contactName,
        @NotNull @SingleLine(max = MAX_TEXT) String contactPhone,
        @Email @SingleLine(max = MAX_TEXT) @Nullable String contactEmail,
        @Size(max = MAX_SERVICES) @Nullable List<@SingleLine(max = MAX_TEXT) String> servicesRequested) {
    static final String ID = "[A-Za-z0-9_-]{1,64}";
    static final String ID_RULE = "must be 1 to 64 letters, digits, '_' or '-'";
    static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d";
    static final String TIME_RULE = "must be a time of day written as HH:MM";
    static final int MAX_GUESTS = 100_000;
    static final int MAX_SERVICES = 50;
    static final int MAX_TEXT = 200;

    ReservationDetails details() {
        return new ReservationDetails(
                eventName,
                date,
                time,
                guests,
                contactName,
                contactPhone,
                contactEmail,
                servicesRequested == null ? List.of() : servicesRequested);
    }
}
