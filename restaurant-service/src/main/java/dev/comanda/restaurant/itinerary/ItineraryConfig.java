package dev.comanda.restaurant.itinerary;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What partners may cause with what they add to a reservation. */
@ConfigMapping(prefix = "comanda.itinerary")
interface ItineraryConfig {
    /** The most mails to the client of one reservation in 24 hours. 0: none. */
    @WithDefault("10")
    int mailsPerDay();
}
