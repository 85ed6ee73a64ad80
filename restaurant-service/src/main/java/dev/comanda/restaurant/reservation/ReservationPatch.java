package dev.comanda.restaurant.reservation;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.comanda.web.json.Given;
import dev.comanda.web.json.SingleLine;
import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The body of PATCH /reservations/{id}: what is left out stays; a null is refused, but removes the e-mail address. */
@SuppressWarnings("NullableOptional") // three answers are possible, which is what Given is for
record ReservationPatch(
        @JsonDeserialize(using = Given.class) @Nullable Optional<@NotNull @SingleLine(max = ReservationRequest.MAX_TEXT) String> eventName,

        @JsonDeserialize(using = Given.class) @Nullable Optional<@NotNull LocalDate> date,

        @JsonDeserialize(using = Given.class) @Nullable Optional<@NotNull @Pattern(regexp = ReservationRequest.TIME, message = ReservationRequest.TIME_RULE) String>
                time,

        @JsonDeserialize(using = Given.class) @Nullable Optional<@NotNull @Min(1) @Max(ReservationRequest.MAX_GUESTS) Integer> guests,

        @JsonDeserialize(using = Given.class) @Nullable Optional<@NotNull @SingleLine(max = ReservationRequest.MAX_TEXT) String> contactName,

        @JsonDeserialize(using = Given.class) @Nullable Optional<@NotNull @SingleLine(max = ReservationRequest.MAX_TEXT) String> contactPhone,

        @JsonDeserialize(using = Given.class) @Nullable Optional<@Email @SingleLine(max = ReservationRequest.MAX_TEXT) String> contactEmail,

        @JsonDeserialize(using = Given.class) @Nullable Optional<
                        @NotNull @Size(max = ReservationRequest.MAX_SERVICES) List<
                                @SingleLine(max = ReservationRequest.MAX_TEXT) String>>
                servicesRequested) {
    ReservationDetails appliedTo(ReservationDetails known) {
        refuseIfEmpty();
        return new ReservationDetails(
                or(eventName, known.eventName()),
                or(date, known.date()),
                or(time, known.time()),
                or(guests, known.guests()),
                or(contactName, known.contactName()),
                or(contactPhone, known.contactPhone()),
                contactEmail == null ? known.contactEmail() : contactEmail.orElse(null),
                or(servicesRequested, known.servicesRequested()));
    }

    private void refuseIfEmpty() {
        if (Stream.of(eventName, date, time, guests, contactName, contactPhone, contactEmail, servicesRequested)
                .allMatch(field -> field == null)) {
            throw ProblemException.of(ProblemType.INVALID_BODY, "Name at least one field to change.");
        }
    }

    private static <T> T or(@Nullable Optional<T> given, T known) {
        return given == null ? known : given.orElseThrow();
    }
}
