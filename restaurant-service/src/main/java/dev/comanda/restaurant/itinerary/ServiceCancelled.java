package dev.comanda.restaurant.itinerary;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.comanda.partners.inbox.Version;
import dev.comanda.partners.inbox.WireId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The data of service.cancelled. */
record ServiceCancelled(
        @JsonDeserialize(using = WireId.class) @NotNull @Pattern(regexp = RESERVATION, message = RESERVATION_RULE) String externalEventId,

        @JsonDeserialize(using = WireId.class) @Nullable String bookingId,

        @JsonDeserialize(using = WireId.class) @Nullable String serviceId,

        @WireText @Nullable String serviceName,
        @WireText @Nullable String reason,
        @Valid @Nullable BookingState booking,
        @Nullable Long revision)
        implements ServiceEvent {
    @Override
    public Step step(Instant timestamp) {
        var said = ServiceTerms.about(serviceId, serviceName).cancelled(reason);
        return Step.of(Step.Kind.CANCEL, bookingId, said, booking, new Version(revision, timestamp));
    }
}
