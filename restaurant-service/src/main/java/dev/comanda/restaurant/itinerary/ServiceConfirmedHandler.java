package dev.comanda.restaurant.itinerary;

import jakarta.inject.Singleton;

/** The provider said yes. */
@Singleton
final class ServiceConfirmedHandler extends ServiceEventHandler<ServiceConfirmed> {
    ServiceConfirmedHandler(Itineraries itineraries) {
        super("service.confirmed", ServiceConfirmed.class, itineraries);
    }
}
