package dev.comanda.restaurant.reservation;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reservation as its own house sees it. */
record ReservationView(
        String reservationId,
        String eventName,
        LocalDate date,
        String time,
        int guests,
        String contactName,
        String contactPhone,
        @Nullable String contactEmail,
        List<String> servicesRequested,
        ReservationStatus status,
        long revision) {
    static ReservationView of(Reservation reservation) {
        return of(reservation.id, reservation.details, reservation.status, reservation.revision);
    }

    /** What whoever opened a reservation with these details was told. */
    static ReservationView firstOf(String id, ReservationDetails details) {
        return of(id, details, ReservationStatus.CONFIRMED, 1);
    }

    private static ReservationView of(String id, ReservationDetails details, ReservationStatus status, long revision) {
        return new ReservationView(
                id,
                details.eventName(),
                details.date(),
                details.time(),
                details.guests(),
                details.contactName(),
                details.contactPhone(),
                details.contactEmail(),
                details.servicesRequested(),
                status,
                revision);
    }
}
