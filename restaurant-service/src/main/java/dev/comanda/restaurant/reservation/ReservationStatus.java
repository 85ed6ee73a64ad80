package dev.comanda.restaurant.reservation;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;

/** A reservation is confirmed from its first moment; cancelled is final. */
public enum ReservationStatus {
    CONFIRMED("confirmed"),
    CANCELLED("cancelled");

    @EnumeratedValue
    private final String wireName;

    ReservationStatus(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }
}
