package dev.comanda.marketplace.booking;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Booked once it is paid, then confirmed; cancelled from each of these, and final. */
public enum BookingStatus {
    @JsonProperty("pending_payment")
    PENDING_PAYMENT,
    @JsonProperty("booked")
    BOOKED,
    @JsonProperty("confirmed")
    CONFIRMED,
    @JsonProperty("cancelled")
    CANCELLED
}
