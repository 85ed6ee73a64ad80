package dev.comanda.marketplace.event;

import dev.comanda.partners.inbox.EventHandler;
import dev.comanda.partners.inbox.Handling;
import dev.comanda.partners.inbox.InboundEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Keeps what was paid for an event, cancelled ones included: the money is a fact either way. */
@ApplicationScoped
class PaymentReceivedHandler implements EventHandler<PaymentReceived> {
    private final HeardEvents events;

    PaymentReceivedHandler(HeardEvents events) {
        this.events = events;
    }

    @Override
    public String eventType() {
        return "payment.success";
    }

    @Override
    public Class<PaymentReceived> dataType() {
        return PaymentReceived.class;
    }

    @Override
    public String orderingKey(PaymentReceived data) {
        return data.reservationId();
    }

    @Override
    @Transactional
    public Handling handle(InboundEvent<PaymentReceived> heard) {
        PaymentReceived data = heard.data();
        HeardEvent event = events.lock(heard.partnerId(), data.reservationId()).orElse(null);
        if (event == null) {
            return new Handling.Waiting("event " + data.reservationId());
        }
        return event.paid(data.payment(heard.timestamp())) ? new Handling.Handled() : new Handling.Superseded();
    }
}
