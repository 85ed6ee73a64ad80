package dev.comanda.restaurant.reservation;

import dev.comanda.database.encryption.ColumnCipher;
import dev.comanda.partners.outbox.Audience;
import dev.comanda.partners.outbox.Published;
import dev.comanda.partners.registry.Partners;
import dev.comanda.payments.payment.PaymentDesk;
import dev.comanda.web.audit.Audit;
import dev.comanda.web.json.Cursor;
import dev.comanda.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The book at the door: the only place where reservations are written, each change in one transaction with the news of
 * it, so that no partner hears of a change that did not happen or misses one that did.
 */
@ApplicationScoped
@Transactional
class ReservationBook {
    private final Reservations reservations;
    private final Announcements announcements;
    private final Partners partners;
    private final PaymentDesk payments;
    private final ColumnCipher cipher;
    private final Audit audit;
    private final InstantSource clock;

    ReservationBook(
            Reservations reservations,
            Announcements announcements,
            Partners partners,
            PaymentDesk payments,
            ColumnCipher cipher,
            Audit audit,
            InstantSource clock) {
        this.reservations = reservations;
        this.announcements = announcements;
        this.partners = partners;
        this.payments = payments;
        this.cipher = cipher;
        this.audit = audit;
        this.clock = clock;
    }

    /** Of a request for an id that is taken: the first answer again, if it asks for the same. */
    Opening repeated(String id, ReservationDetails details) {
        if (!cipher.isFingerprintOf(reservations.findById(id).openedAs, details.identity())) {
            throw ProblemException.conflict("Reservation " + id + " exists already with other details.");
        }
        return new Opening.Repeated(ReservationView.firstOf(id, details));
    }

    ReservationView find(String id) {
        return reservations
                .findByIdOptional(id)
                .map(ReservationView::of)
                .orElseThrow(() -> ProblemException.notFound("reservation"));
    }

    ReservationPage page(@Nullable Cursor cursor) {
        return ReservationPage.of(
                reservations.before(cursor == null ? Long.MAX_VALUE : cursor.id(), ReservationPage.SIZE + 1));
    }

    ReservationView change(String id, ReservationPatch patch) {
        var reservation = locked(id);
        refuseIfFinal(reservation);
        var before = reservation.details;
        if (reservation.change(patch.appliedTo(before))) {
            var alreadyTold = Set.copyOf(reservation.addressed);
            announcements.update(reservation, before, alreadyTold);
            announceIfNewlyCorporate(reservation, alreadyTold);
        }
        return ReservationView.of(reservation);
    }

    ReservationView cancel(String id, CancelRequest request) {
        var reservation = locked(id);
        if (reservation.cancel()) {
            announcements.cancel(reservation, request.reasonOrNone());
        }
        return ReservationView.of(reservation);
    }

    /**
     * Removes the guest's name, phone number and address from the reservation, from its payments and from what was published
     * about it, and tells the partners that knew them. A reservation that is erased is not changed any more.
     */
    ReservationView erase(String id) {
        var reservation = locked(id);
        var before = reservation.details;
        if (reservation.erase(clock.instant())) {
            announcements.erase(reservation, before);
            payments.forgetCustomer(id);
            audit.record("reservation.erase", id, null, null, null);
        }
        return ReservationView.of(reservation);
    }

    /** Tells one partner by name, who need not qualify by the corporate rule; what it changes is news to the others. */
    Published announceTo(String partnerId, NotifyEventRequest request) {
        if (!partners.exists(partnerId)) {
            throw ProblemException.notFound("partner");
        }
        boolean opened = reservations.insert(reservation(request.reservationId(), request.details()));
        var reservation = locked(request.reservationId());
        if (!opened) {
            bring(reservation, request);
        }
        // The caller chose who hears of it: from here on it counts as announced, and no later change tells everyone.
        reservation.becomesCorporate();
        var published = announcements.confirm(reservation, Audience.only(partnerId));
        if (!published.partnerIds().contains(partnerId)) {
            throw ProblemException.conflict("Partner " + partnerId + " is not subscribed to " + Announcements.CONFIRMED
                    + ", so nothing was sent.");
        }
        return published;
    }

    /** Whoever knows the reservation hears of the change as a change, so that what is booked for it moves along. */
    private void bring(Reservation known, NotifyEventRequest request) {
        refuseIfFinal(known);
        var before = known.details;
        if (known.change(request.details(before))) {
            announcements.update(known, before, Set.copyOf(known.addressed));
        }
    }

    private Reservation reservation(String id, ReservationDetails details) {
        return new Reservation(id, details, cipher.fingerprint(details.identity()), clock.instant());
    }

    private void announceIfNewlyCorporate(Reservation reservation, Set<String> alreadyTold) {
        if (reservation.becomesCorporate()) {
            announcements.confirm(reservation, new Audience.Subscribers(alreadyTold));
        }
    }

    private Reservation locked(String id) {
        return reservations.locked(id).orElseThrow(() -> ProblemException.notFound("reservation"));
    }

    private static void refuseIfFinal(Reservation reservation) {
        if (reservation.isCancelled()) {
            throw ProblemException.conflict("Reservation " + reservation.id + " is cancelled, which is final.");
        }
        if (reservation.erasedAt != null) {
            throw ProblemException.conflict(
                    "The guest of reservation " + reservation.id + " is erased, which is final.");
        }
    }
}
