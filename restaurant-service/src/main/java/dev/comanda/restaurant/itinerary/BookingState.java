package dev.comanda.restaurant.itinerary;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.comanda.partners.inbox.WireDecimal;
import dev.comanda.partners.inbox.WireId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A booking's whole state inside an event about a part of it, so that any one event is enough to know the booking. */
record BookingState(
        @JsonDeserialize(using = WireId.class) @Nullable String bookingId,

        @JsonDeserialize(using = WireId.class) @Nullable String serviceId,

        @WireText @Nullable String serviceName,
        @WireText @Nullable String serviceCategory,
        @Valid @Nullable Provider provider,

        @JsonDeserialize(using = WireDecimal.class) @PositiveOrZero @Nullable BigDecimal price,

        @Pattern(regexp = CURRENCY, message = CURRENCY_RULE) @Nullable String currency,

        @WireText @Nullable String scheduledTime,
        @WireText @Nullable String status,
        @WireText @Nullable String confirmationCode,
        @WireText @Nullable String reason,
        @Nullable Long revision) {
    static final String CURRENCY = "[A-Za-z]{3}";
    static final String CURRENCY_RULE = "must be a currency code of three letters";

    ServiceTerms terms() {
        return new ServiceTerms(
                serviceId,
                serviceName,
                serviceCategory,
                provider,
                price,
                currency(currency),
                scheduledTime,
                status == null ? null : ServiceStatus.named(status).orElse(null),
                confirmationCode,
                reason);
    }

    static @Nullable String currency(@Nullable String written) {
        return written == null ? null : written.toUpperCase(Locale.ROOT);
    }
}
