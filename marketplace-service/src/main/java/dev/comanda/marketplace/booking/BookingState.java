package dev.comanda.marketplace.booking;

import dev.comanda.marketplace.catalogue.Provider;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A booking as it stands: what the API answers, and the whole state that partners are sent. */
public record BookingState(
        String bookingId,
        BookingStatus status,
        String partnerId,
        String externalEventId,
        String serviceId,
        String serviceName,
        String serviceCategory,
        Provider provider,
        BigDecimal price,
        String currency,
        @Nullable String scheduledTime,
        @Nullable String confirmationCode,
        @Nullable String reason,
        long revision) {}
