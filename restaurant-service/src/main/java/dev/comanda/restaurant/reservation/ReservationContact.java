package dev.comanda.restaurant.reservation;

import org.jspecify.annotations.Nullable;

/** Whom mails about a reservation go to, if they gave an address. */
public record ReservationContact(String name, @Nullable String email) {
    @Override
    public String toString() {
        return "ReservationContact[***]";
    }
}
