package dev.comanda.restaurant.itinerary;

import dev.comanda.partners.inbox.EventHandler;
import dev.comanda.partners.inbox.Handling;
import dev.comanda.partners.inbox.InboundEvent;

/** What the handlers of all events about services have in common: the itinerary decides. */
abstract class ServiceEventHandler<D extends ServiceEvent> implements EventHandler<D> {
    private final String eventType;
    private final Class<D> dataType;
    private final Itineraries itineraries;

    ServiceEventHandler(String eventType, Class<D> dataType, Itineraries itineraries) {
        this.eventType = eventType;
        this.dataType = dataType;
        this.itineraries = itineraries;
    }

    @Override
    public String eventType() {
        return eventType;
    }

    @Override
    public Class<D> dataType() {
        return dataType;
    }

    @Override
    public String orderingKey(D data) {
        return data.externalEventId();
    }

    @Override
    public Handling handle(InboundEvent<D> event) {
        return itineraries.apply(event);
    }
}
