package dev.comanda.restaurant.reservation;

import java.time.LocalDate;

/** What stands at the top of an itinerary. */
public record ReservationHead(String reservationId, String eventName, LocalDate date, String time, String status) {}
