package dev.comanda.marketplace.event;

import dev.comanda.partners.inbox.EventHandler;
import dev.comanda.partners.inbox.Handling;
import dev.comanda.partners.inbox.InboundEvent;
import dev.comanda.partners.inbox.Version;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Brings an event to its new state. */
@ApplicationScoped
class ReservationUpdatedHandler implements EventHandler<ReservationUpdated> {
    private final HeardEvents events;
    private final StatedDetails details;

    ReservationUpdatedHandler(HeardEvents events, StatedDetails details) {
        this.events = events;
        this.details = details;
    }

    @Override
    public String eventType() {
        return "event.updated";
    }

    @Override
    public Class<ReservationUpdated> dataType() {
        return ReservationUpdated.class;
    }

    @Override
    public String orderingKey(ReservationUpdated data) {
        return data.reservationId();
    }

    @Override
    @Transactional
    public Handling handle(InboundEvent<ReservationUpdated> heard) {
        ReservationUpdated data = heard.data();
        Version version = new Version(data.revision(), heard.timestamp());
        HeardEvent event = events.lock(heard.partnerId(), data.reservationId()).orElse(null);
        if (event == null) {
            return create(heard, version);
        }
        if (event.supersedes(version)) {
            return event.correctContact(data, version) ? new Handling.Handled() : new Handling.Superseded();
        }
        details.apply(event, data.appliedTo(event.details()), version);
        return new Handling.Handled();
    }

    /** A whole state can stand alone; bare changes need something to change. */
    private Handling create(InboundEvent<ReservationUpdated> heard, Version version) {
        ReservationUpdated data = heard.data();
        ReservationConfirmed whole = data.reservation();
        if (whole == null) {
            return new Handling.Waiting("event " + data.reservationId());
        }
        events.persist(HeardEvent.confirmed(heard.partnerId(), data.reservationId(), whole.details(), version));
        return new Handling.Handled();
    }
}
