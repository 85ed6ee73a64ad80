package dev.comanda.marketplace.booking;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Gives up bookings that nobody paid, one transaction each, so that one that cannot be given up holds up no other. */
@ApplicationScoped
class UnpaidBookings {
    private static final Logger LOG = Logger.getLogger(UnpaidBookings.class);
    private static final int AT_ONCE = 200;

    private final Bookings bookings;
    private final BookingDesk desk;
    private final BookingConfig config;
    private final InstantSource clock;

    UnpaidBookings(Bookings bookings, BookingDesk desk, BookingConfig config, InstantSource clock) {
        this.bookings = bookings;
        this.desk = desk;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        Instant before = clock.instant().minus(config.unpaidAfter());
        for (String booking : bookings.unpaidSince(before, AT_ONCE)) {
            try {
                desk.expire(booking);
                LOG.infof("booking %s was not paid in time", booking);
            } catch (RuntimeException e) {
                LOG.errorf(e, "booking %s was not paid in time, but cannot be cancelled", booking);
            }
        }
    }
}
