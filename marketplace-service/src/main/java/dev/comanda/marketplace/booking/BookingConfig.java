package dev.comanda.marketplace.booking;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How bookings are paid. */
@ConfigMapping(prefix = "comanda.bookings")
interface BookingConfig {
    /** Whether a booking with a price is to be paid before anybody hears of it. */
    @WithDefault("required")
    Payment payment();

    /** How long an unpaid booking is kept; then it is cancelled, and its payment with it. */
    @WithDefault("PT24H")
    Duration unpaidAfter();

    /**
     * Whether a booking must name the event's partner where another partner may send events too. Without it a partner can use
     * the id of another one's event first, and a client pays for the wrong event.
     */
    @WithDefault("true")
    boolean partnerRequired();

    /** The most mails to the provider of one booking in 24 hours that a restaurant causes by moving its event. 0: none. */
    @WithDefault("10")
    int movesToldPerDay();

    enum Payment {
        REQUIRED,
        NONE
    }
}
