package dev.comanda.restaurant.reservation;

/** What asking for a reservation came to; a repeated request is told what the first one was told. */
sealed interface Opening {
    record Opened(ReservationView reservation) implements Opening {}

    record Repeated(ReservationView reservation) implements Opening {}
}
