package dev.comanda.restaurant.reservation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.Optional;

/** All that other features may know of a reservation: they can read its head and lock its row, and change nothing. */
@ApplicationScoped
@Transactional
public class ReservationDirectory {
    private final Reservations reservations;

    ReservationDirectory(Reservations reservations) {
        this.reservations = reservations;
    }

    public Optional<ReservationHead> find(String id) {
        return reservations.findByIdOptional(id).map(ReservationDirectory::head);
    }

    /**
     * Locks the reservation until the caller's transaction ends, so that what belongs to it is changed by one at a time.
     *
     * @return false when there is none, or this partner was never told of it: it cannot tell the two apart
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean lockFor(String partnerId, String id) {
        return reservations
                .locked(id)
                .filter(reservation -> reservation.addressed.contains(partnerId))
                .isPresent();
    }

    /** Locks several reservations with few statements. Each {@link #lockFor} of one of them costs none then. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void lockAll(Collection<String> ids) {
        reservations.lockAll(ids);
    }

    public ReservationContact contact(String id) {
        var details = reservations.findByIdOptional(id).orElseThrow().details;
        return new ReservationContact(details.contactName(), details.contactEmail());
    }

    private static ReservationHead head(Reservation reservation) {
        var details = reservation.details;
        return new ReservationHead(
                reservation.id, details.eventName(), details.date(), details.time(), reservation.status.wireName());
    }
}
