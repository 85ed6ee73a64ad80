package dev.comanda.restaurant.itinerary;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.comanda.partners.inbox.Version;
import dev.comanda.partners.inbox.WireId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The data of provider.assigned. */
record ProviderAssigned(
        @JsonDeserialize(using = WireId.class) @NotNull @Pattern(regexp = RESERVATION, message = RESERVATION_RULE) String externalEventId,

        @JsonDeserialize(using = WireId.class) @Nullable String bookingId,

        @JsonDeserialize(using = WireId.class) @Nullable String serviceId,

        @WireText @Nullable String serviceName,
        @JsonAlias("provider") @Valid @Nullable Provider providerInfo,
        @Valid @Nullable BookingState booking,
        @Nullable Long revision)
        implements ServiceEvent {
    @Override
    public Step step(Instant timestamp) {
        var said = ServiceTerms.about(serviceId, serviceName).providedBy(providerInfo);
        return Step.of(Step.Kind.ASSIGN, bookingId, said, booking, new Version(revision, timestamp));
    }
}
