package dev.comanda.marketplace.event;

import dev.comanda.partners.inbox.EventHandler;
import dev.comanda.partners.inbox.Handling;
import dev.comanda.partners.inbox.InboundEvent;
import dev.comanda.partners.inbox.Version;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Stores what a restaurant confirmed; a later confirmation of the same event replaces the earlier one. */
@ApplicationScoped
class ReservationConfirmedHandler implements EventHandler<ReservationConfirmed> {
    private final HeardEvents events;
    private final StatedDetails details;

    ReservationConfirmedHandler(HeardEvents events, StatedDetails details) {
        this.events = events;
        this.details = details;
    }

    @Override
    public String eventType() {
        return "event.reservation_confirmed";
    }

    @Override
    public Class<ReservationConfirmed> dataType() {
        return ReservationConfirmed.class;
    }

    @Override
    public String orderingKey(ReservationConfirmed data) {
        return data.reservationId();
    }

    @Override
    @Transactional
    public Handling handle(InboundEvent<ReservationConfirmed> heard) {
        ReservationConfirmed data = heard.data();
        Version version = new Version(data.revision(), heard.timestamp());
        HeardEvent event = events.lock(heard.partnerId(), data.reservationId()).orElse(null);
        if (event == null) {
            events.persist(HeardEvent.confirmed(heard.partnerId(), data.reservationId(), data.details(), version));
            return new Handling.Handled();
        }
        if (event.supersedes(version)) {
            return new Handling.Superseded();
        }
        details.apply(event, data.details(), version);
        return new Handling.Handled();
    }
}
