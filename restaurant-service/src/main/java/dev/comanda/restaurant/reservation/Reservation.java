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
import org.jspecify.annotations.Nullable;

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

    @Column(name = "erased_at")
    @Nullable Instant erasedAt;

    @ElementCollection
    @CollectionTable(name = "addressed_partner", joinColumns = @JoinColumn(name = "reservation_id"))
    @Column(name = "partner_id")
    Set<String> addressed = new HashSet<>();

    protected Reservation() {}

    Reservation(String id, ReservationDetails details, String openedAs, Instant createdAt) {
        this.id = id;
        this.details = details;
        this.openedAs = openedAs;
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

    /** Removes the guest, with a new revision; false when that was done before. */
    boolean erase(Instant now) {
        if (erasedAt != null) {
            return false;
        }
        erasedAt = now;
        openedAs = "erased";
        return change(details.withoutGuest());
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
