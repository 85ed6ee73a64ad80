package dev.comanda.marketplace.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Cancelled is final. */
public enum EventStatus {
    @JsonProperty("confirmed")
    CONFIRMED,
    @JsonProperty("cancelled")
    CANCELLED
}
