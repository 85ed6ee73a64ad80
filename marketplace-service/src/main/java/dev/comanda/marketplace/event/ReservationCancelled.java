package dev.comanda.marketplace.event;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.comanda.partners.inbox.WireId;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;

/** The data of event.cancelled. */
record ReservationCancelled(
        @JsonDeserialize(using = WireId.class) @NotNull @Pattern(regexp = EventKey.ID, message = EventKey.ID_RULE) String reservationId,

        @HeardText @Nullable String reason,
        @Positive @Nullable Long revision) {}
