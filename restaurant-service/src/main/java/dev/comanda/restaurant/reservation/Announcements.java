package dev.comanda.restaurant.reservation;

import dev.comanda.partners.inbox.WaitingEvents;
import dev.comanda.partners.outbox.Audience;
import dev.comanda.partners.outbox.OutboundEvent;
import dev.comanda.partners.outbox.Outbox;
import dev.comanda.partners.outbox.Published;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.payment.PaymentView;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells partners of a reservation and remembers whom it told, because only they may hear what becomes of it and write to it.
 *
 * <p>What publishes runs in the transaction of the change it announces, under the reservation's lock.
 */
@ApplicationScoped
class Announcements {
    static final String CONFIRMED = "event.reservation_confirmed";
    static final String UPDATED = "event.updated";
    static final String CANCELLED = "event.cancelled";
    static final String PAID = "payment.success";
    static final String DISPUTED = "payment.disputed";

    private final Outbox outbox;
    private final WaitingEvents waiting;

    Announcements(Outbox outbox, WaitingEvents waiting) {
        this.outbox = outbox;
        this.waiting = waiting;
    }

    /** The news of a reservation that is about to be opened. */
    Outbox.Prepared prepareConfirmation(Reservation reservation) {
        return outbox.prepare(event(CONFIRMED, reservation, ReservationConfirmed.of(reservation)));
    }

    /** What a partner has sent about the reservation too early, and waits, gets its turn. */
    Published confirm(Reservation reservation, Audience audience) {
        var published = publish(CONFIRMED, reservation, ReservationConfirmed.of(reservation), audience);
        reservation.addressed.addAll(published.addressed());
        waiting.wake(published.addressed(), reservation.id);
        return published;
    }

    /** Silent when nobody outside knows the reservation, or nothing they may see has changed. */
    void update(Reservation reservation, ReservationDetails before, Set<String> partnerIds) {
        var changes = before.changesTo(reservation.details);
        if (reservation.isAnnounced() && !changes.isEmpty()) {
            var data = new ReservationUpdated(
                    reservation.id, changes, ReservationConfirmed.of(reservation), reservation.revision);
            publish(UPDATED, reservation, data, new Audience.Only(partnerIds));
        }
    }

    /** Afterwards the only events that name the guest are those that a partner has not received yet. */
    void erase(Reservation reservation, ReservationDetails before) {
        outbox.forget(reservation.id);
        update(reservation, before, Set.copyOf(reservation.addressed));
    }

    void cancel(Reservation reservation, String reason) {
        if (reservation.isAnnounced()) {
            var data = new ReservationCancelled(reservation.id, reason, reservation.revision);
            publish(CANCELLED, reservation, data, new Audience.Only(Set.copyOf(reservation.addressed)));
        }
    }

    void paid(Reservation reservation, PaymentView payment) {
        if (reservation.isAnnounced()) {
            var amount = new BigDecimal(payment.amount());
            var data = new PaymentSucceeded(reservation.id, amount, payment.currency(), payment.paymentId());
            publish(PAID, reservation, data, new Audience.Only(Set.copyOf(reservation.addressed)));
        }
    }

    void disputed(Reservation reservation, String paymentId, Money amount, @Nullable Instant dueBy) {
        if (reservation.isAnnounced()) {
            var currency = amount.currency().code();
            var data = new PaymentDisputed(reservation.id, paymentId, amount.major(), currency, dueBy);
            publish(DISPUTED, reservation, data, new Audience.Only(Set.copyOf(reservation.addressed)));
        }
    }

    private Published publish(String type, Reservation reservation, Object data, Audience audience) {
        return outbox.publish(event(type, reservation, data), audience);
    }

    private static OutboundEvent event(String type, Reservation reservation, Object data) {
        return new OutboundEvent(type, reservation.id, reservation.revision, data);
    }
}
