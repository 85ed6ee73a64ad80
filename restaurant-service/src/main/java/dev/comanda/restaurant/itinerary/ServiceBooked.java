package dev.comanda.restaurant.itinerary;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.comanda.partners.inbox.Version;
import dev.comanda.partners.inbox.WireDecimal;
import dev.comanda.partners.inbox.WireId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The data of service.booked_for_event. */
record ServiceBooked(
        @JsonDeserialize(using = WireId.class) @NotNull @Pattern(regexp = RESERVATION, message = RESERVATION_RULE) String externalEventId,

        @JsonDeserialize(using = WireId.class) @Nullable String bookingId,

        @JsonDeserialize(using = WireId.class) @Nullable String serviceId,

        @NotNull @WireText String serviceName,
        @WireText @Nullable String serviceCategory,
        @JsonAlias("provider_info") @Valid @Nullable Provider provider,

        @JsonDeserialize(using = WireDecimal.class) @PositiveOrZero @Nullable BigDecimal price,

        @Pattern(regexp = BookingState.CURRENCY, message = BookingState.CURRENCY_RULE) @Nullable String currency,

        @WireText @Nullable String scheduledTime,
        @Valid @Nullable BookingState booking,
        @Nullable Long revision)
        implements ServiceEvent {
    @Override
    public Step step(Instant timestamp) {
        var said = new ServiceTerms(
                serviceId,
                serviceName,
                serviceCategory,
                provider,
                price,
                BookingState.currency(currency),
                scheduledTime,
                null,
                null,
                null);
        return Step.of(Step.Kind.BOOK, bookingId, said, booking, new Version(revision, timestamp));
    }
}
