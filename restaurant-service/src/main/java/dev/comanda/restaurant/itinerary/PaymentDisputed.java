package dev.comanda.restaurant.itinerary;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.comanda.partners.inbox.WireDecimal;
import dev.comanda.partners.inbox.WireId;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The data of payment.disputed: the bank of whoever paid a partner for our event asks the money back. */
record PaymentDisputed(
        @JsonDeserialize(using = WireId.class)
        @NotNull @Pattern(regexp = ServiceEvent.RESERVATION, message = ServiceEvent.RESERVATION_RULE) String externalEventId,

        @JsonDeserialize(using = WireId.class) @Nullable String paymentId,

        @JsonDeserialize(using = WireDecimal.class) @PositiveOrZero @Nullable BigDecimal amount,

        @Pattern(regexp = BookingState.CURRENCY, message = BookingState.CURRENCY_RULE) @Nullable String currency,

        @Nullable Instant dueBy) {}
