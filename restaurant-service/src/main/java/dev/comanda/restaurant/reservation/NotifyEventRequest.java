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

/** The flat body of POST /partners/{id}/notify-event: an event as partners see it, and where mails about it go. */
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

        @Email @SingleLine(max = ReservationRequest.MAX_TEXT) @Nullable String contactEmail,

        @Size(max = ReservationRequest.MAX_SERVICES) @Nullable List<@SingleLine(max = ReservationRequest.MAX_TEXT) String> servicesRequested) {
    ReservationDetails details() {
        return details(contactEmail, List.of());
    }

    /** What may be left out, and is, stays as it is. */
    ReservationDetails details(ReservationDetails known) {
        return details(contactEmail == null ? known.contactEmail() : contactEmail, known.servicesRequested());
    }

    private ReservationDetails details(@Nullable String email, List<String> services) {
        return new ReservationDetails(
                eventName,
                date,
                time,
                guests,
                contactName,
                contactPhone,
                email,
                servicesRequested == null ? services : servicesRequested);
    }
}
