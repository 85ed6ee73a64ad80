package dev.comanda.restaurant.reservation;

import java.util.Map;

/** The data of event.updated: what changed for people, the whole state for machines. */
record ReservationUpdated(
        String reservationId, Map<String, Object> changes, ReservationConfirmed reservation, long revision) {}
