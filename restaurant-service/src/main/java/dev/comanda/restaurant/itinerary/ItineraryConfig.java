package dev.comanda.restaurant.itinerary;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What partners may cause with what they add to a reservation. */
@ConfigMapping(prefix = "comanda.itinerary")
interface ItineraryConfig {
    /** The most mails to the client of one reservation in 24 hours, of all partners together. 0: none. */
    @WithDefault("40")
    int mailsPerDay();

    /** How many of these one partner can cause. Less than {@link #mailsPerDay()}, or one partner uses up those of all. 0: none. */
    @WithDefault("10")
    int mailsPerPartnerAndDay();

    /** The most services that one partner can add to one reservation, cancelled ones included. */
    @WithDefault("200")
    int servicesPerPartner();
}
