package dev.comanda.restaurant.itinerary;

import jakarta.inject.Singleton;

/** The service will not come. */
@Singleton
final class ServiceCancelledHandler extends ServiceEventHandler<ServiceCancelled> {
    ServiceCancelledHandler(Itineraries itineraries) {
        super("service.cancelled", ServiceCancelled.class, itineraries);
    }
}
