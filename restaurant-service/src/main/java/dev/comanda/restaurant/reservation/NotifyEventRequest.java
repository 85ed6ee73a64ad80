package dev.comanda.restaurant.reservation;

import dev.comanda.web.json.SingleLine;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The flat body of POST /partners/{id}/notify-event: an event as partners see it, so without an e-mail address. */
record NotifyEventRequest(
        @NotNull @Pattern(regexp = ReservationRequest.ID, message = ReservationRequest.ID_RULE) String reservationId,

        @NotNull @SingleLine(max = ReservationRequest.MAX_TEXT)
        String eventName,

        @NotNull LocalDate date,

        @NotNull @Pattern(regexp = ReservationRequest.TIME, message = ReservationRequest.TIME_RULE) String time,

        @NotNull @Min(1) @Max(ReservationRequest.MAX_GUESTS) Integer guests,

        @NotNull @SingleLine(max = ReservationRequest.MAX_TEXT)
        String contactName,

        @NotNull @SingleLine(max = ReservationRequest.MAX_TEXT)
        String contactPhone,

        @Size(max = ReservationRequest.MAX_SERVICES) @Nullable List<@SingleLine(max = ReservationRequest.MAX_TEXT) String> servicesRequested) {
    ReservationDetails details() {
        return details(null, List.of());
    }

    /** What cannot be said here, or is not, stays as it is. */
    ReservationDetails details(ReservationDetails known) {
        return details(known.contactEmail(), known.servicesRequested());
    }

    private ReservationDetails details(@Nullable String contactEmail, List<String> services) {
        return new ReservationDetails(
                eventName,
                date,
                time,
                guests,
                contactName,
                contactPhone,
                contactEmail,
                servicesRequested == null ? services : servicesRequested);
    }
}
