package dev.comanda.restaurant.reservation;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** A reservation as stored. Its revision is only ever given while its row is locked, so no two states share one. */
@Entity
class Reservation {
    @Id
    @Column(name = "reservation_id")
    String id;

    @Column(insertable = false, updatable = false)
    long sequence;

    @Embedded
    ReservationDetails details;

    @Enumerated(EnumType.STRING)
    @Column
    ReservationStatus status = ReservationStatus.CONFIRMED;

    @Column
    long revision = 1;

    @Column
    boolean corporate;

    @Column(name = "opened_as")
    String openedAs;

    @Column(name = "created_at")
    Instant createdAt;

    @ElementCollection
    @CollectionTable(name = "addressed_partner", joinColumns = @JoinColumn(name = "reservation_id"))
    @Column(name = "partner_id")
    Set<String> addressed = new HashSet<>();

    protected Reservation() {}

    Reservation(String id, ReservationDetails details, Instant createdAt) {
        this.id = id;
        this.details = details;
        this.openedAs = details.fingerprint();
        this.createdAt = createdAt;
    }

    boolean isCancelled() {
        return status == ReservationStatus.CANCELLED;
    }

    /** Whether anyone outside can know of it; from then on its changes are news. */
    boolean isAnnounced() {
        return corporate || !addressed.isEmpty();
    }

    /** True the first time it qualifies, and never again: shrinking below the limit and growing back announces nothing. */
    boolean becomesCorporate() {
        boolean first = !corporate && details.isCorporate();
        corporate |= first;
        return first;
    }

    /** Takes the new details with a new revision; false when they are what it has already. */
    boolean change(ReservationDetails next) {
        if (next.equals(details)) {
            return false;
        }
        details = next;
        revision++;
        return true;
    }

    /** False when it was cancelled before. */
    boolean cancel() {
        if (isCancelled()) {
            return false;
        }
        status = ReservationStatus.CANCELLED;
        revision++;
        return true;
    }
}
