package dev.comanda.restaurant.itinerary;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;
import java.util.Arrays;
import java.util.Optional;

/** How far a partner's service for an event has come. */
public enum ServiceStatus {
    BOOKED("booked"),
    CONFIRMED("confirmed"),
    CANCELLED("cancelled");

    @EnumeratedValue
    private final String wireName;

    ServiceStatus(String wireName) {
        this.wireName = wireName;
    }

    /** Empty for a status of the partner's own that says nothing to us. */
    static Optional<ServiceStatus> named(String wireName) {
        return Arrays.stream(values())
                .filter(status -> status.wireName.equals(wireName))
                .findFirst();
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }
}
