package dev.comanda.restaurant.itinerary;

import jakarta.inject.Singleton;

/** It is known who comes. */
@Singleton
final class ProviderAssignedHandler extends ServiceEventHandler<ProviderAssigned> {
    ProviderAssignedHandler(Itineraries itineraries) {
        super("provider.assigned", ProviderAssigned.class, itineraries);
    }
}
