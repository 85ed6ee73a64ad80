package dev.comanda.restaurant.reservation;

import java.util.List;

/** The whole state as partners see it: the data of event.reservation_confirmed, and part of event.updated. */
record ReservationConfirmed(
        String reservationId,
        String eventName,
        String date,
        String time,
        int guests,
        String contactName,
        String contactPhone,
        List<String> servicesRequested,
        long revision) {
    static ReservationConfirmed of(Reservation reservation) {
        var details = reservation.details;
        return new ReservationConfirmed(
                reservation.id,
                details.eventName(),
                details.date().toString(),
                details.time(),
                details.guests(),
                details.contactName(),
                details.contactPhone(),
                details.servicesRequested(),
                reservation.revision);
    }
}
