package dev.comanda.marketplace.event;

import dev.comanda.partners.inbox.EventHandler;
import dev.comanda.partners.inbox.Handling;
import dev.comanda.partners.inbox.InboundEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Keeps that money paid for an event is disputed, for whoever looks at the event. */
@ApplicationScoped
class PaymentDisputedHandler implements EventHandler<PaymentDisputed> {
    private final HeardEvents events;

    PaymentDisputedHandler(HeardEvents events) {
        this.events = events;
    }

    @Override
    public String eventType() {
        return "payment.disputed";
    }

    @Override
    public Class<PaymentDisputed> dataType() {
        return PaymentDisputed.class;
    }

    @Override
    public String orderingKey(PaymentDisputed data) {
        return data.reservationId();
    }

    @Override
    @Transactional
    public Handling handle(InboundEvent<PaymentDisputed> heard) {
        PaymentDisputed data = heard.data();
        HeardEvent event = events.lock(heard.partnerId(), data.reservationId()).orElse(null);
        if (event == null) {
            return new Handling.Waiting("event " + data.reservationId());
        }
        return event.disputed(data.dispute(heard.timestamp())) ? new Handling.Handled() : new Handling.Superseded();
    }
}
