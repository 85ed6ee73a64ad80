package dev.comanda.marketplace.event;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.comanda.partners.inbox.WireId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;

/** The data of event.updated; senders of the first generation tell only the changes, without a revision. */
record ReservationUpdated(
        @JsonDeserialize(using = WireId.class) @NotNull @Pattern(regexp = EventKey.ID, message = EventKey.ID_RULE) String reservationId,

        @NotNull @Valid Changes changes,
        @Valid @Nullable ReservationConfirmed reservation,
        @Positive @Nullable Long revision) {
    Details appliedTo(Details stored) {
        return reservation != null ? reservation.details() : changes.onto(stored);
    }
}
