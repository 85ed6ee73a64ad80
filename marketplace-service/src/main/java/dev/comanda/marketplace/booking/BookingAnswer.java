package dev.comanda.marketplace.booking;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/** A booking as our own clients see it: partners are sent the same without the payment. */
public record BookingAnswer(
        @JsonUnwrapped BookingState booking, @Nullable PaymentAnswer payment) {}
