package dev.comanda.marketplace.booking;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** What a client asks for; without a time of its own it begins with the event. */
record NewBooking(
        @NotNull String serviceId,
        @Nullable String scheduledTime,
        @Valid @Nullable Paying payment) {}
