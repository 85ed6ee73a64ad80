package dev.comanda.marketplace.booking;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Booked, then confirmed; cancelled from either, and final. */
public enum BookingStatus {
    @JsonProperty("booked")
    BOOKED,
    @JsonProperty("confirmed")
    CONFIRMED,
    @JsonProperty("cancelled")
    CANCELLED
}
