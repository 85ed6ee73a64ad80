package dev.comanda.restaurant.itinerary;

import dev.comanda.partners.inbox.EventHandler;
import dev.comanda.partners.inbox.Handling;
import dev.comanda.partners.inbox.InboundEvent;
import jakarta.inject.Singleton;

/** Money paid to a partner for our event may go back. That is theirs to settle: the services stay as they are. */
@Singleton
final class PaymentDisputedHandler implements EventHandler<PaymentDisputed> {
    private final Itineraries itineraries;

    PaymentDisputedHandler(Itineraries itineraries) {
        this.itineraries = itineraries;
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
        return data.externalEventId();
    }

    @Override
    public Handling handle(InboundEvent<PaymentDisputed> event) {
        return itineraries.note(event, event.data().externalEventId());
    }
}
