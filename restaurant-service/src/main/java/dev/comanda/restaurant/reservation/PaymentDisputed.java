package dev.comanda.restaurant.reservation;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The data of payment.disputed. */
record PaymentDisputed(
        String reservationId,
        String paymentId,
        BigDecimal amount,
        String currency,
        @Nullable Instant dueBy) {}
