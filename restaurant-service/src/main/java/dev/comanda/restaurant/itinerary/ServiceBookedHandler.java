package dev.comanda.restaurant.itinerary;

import jakarta.inject.Singleton;

/** A partner sold a service for one of our events, or moved it. */
@Singleton
final class ServiceBookedHandler extends ServiceEventHandler<ServiceBooked> {
    ServiceBookedHandler(Itineraries itineraries) {
        super("service.booked_for_event", ServiceBooked.class, itineraries);
    }
}
