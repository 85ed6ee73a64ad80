package dev.comanda.restaurant.itinerary;

import java.time.Instant;

/** The data of any event about a service. */
interface ServiceEvent {
    String RESERVATION = "[A-Za-z0-9_-]{1,64}";
    String RESERVATION_RULE = "must be the id of a reservation: 1 to 64 letters, digits, '_' or '-'";

    /** Our reservation's id, by the name a partner has for it. */
    String externalEventId();

    Step step(Instant timestamp);
}
