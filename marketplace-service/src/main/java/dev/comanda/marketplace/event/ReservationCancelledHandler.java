package dev.comanda.marketplace.event;

import dev.comanda.partners.inbox.EventHandler;
import dev.comanda.partners.inbox.Handling;
import dev.comanda.partners.inbox.InboundEvent;
import dev.comanda.partners.inbox.Version;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Objects;

/** Ends an event for good, and with it what hangs on it. */
@ApplicationScoped
class ReservationCancelledHandler implements EventHandler<ReservationCancelled> {
    private static final String NO_REASON = "The event was cancelled.";

    private final HeardEvents events;
    private final EventFollower follower;

    ReservationCancelledHandler(HeardEvents events, EventFollower follower) {
        this.events = events;
        this.follower = follower;
    }

    @Override
    public String eventType() {
        return "event.cancelled";
    }

    @Override
    public Class<ReservationCancelled> dataType() {
        return ReservationCancelled.class;
    }

    @Override
    public String orderingKey(ReservationCancelled data) {
        return data.reservationId();
    }

    @Override
    @Transactional
    public Handling handle(InboundEvent<ReservationCancelled> heard) {
        ReservationCancelled data = heard.data();
        Version version = new Version(data.revision(), heard.timestamp());
        HeardEvent event = events.lock(heard.partnerId(), data.reservationId()).orElse(null);
        if (event == null) {
            events.persist(HeardEvent.tombstone(heard.partnerId(), data.reservationId(), version));
            return new Handling.Handled();
        }
        if (event.supersedes(version)) {
            return new Handling.Superseded();
        }
        event.cancel(version);
        follower.cancelled(event.state(), Objects.requireNonNullElse(data.reason(), NO_REASON));
        return new Handling.Handled();
    }
}
