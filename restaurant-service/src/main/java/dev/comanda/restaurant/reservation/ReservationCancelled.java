package dev.comanda.restaurant.reservation;

/** The data of event.cancelled. */
record ReservationCancelled(String reservationId, String reason, long revision) {}
