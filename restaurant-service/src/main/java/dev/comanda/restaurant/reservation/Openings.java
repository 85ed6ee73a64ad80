package dev.comanda.restaurant.reservation;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.comanda.database.batch.BatchLimits;
import dev.comanda.database.batch.BatchMetrics;
import dev.comanda.database.batch.GroupCommit;
import dev.comanda.database.batch.UnpooledConnections;
import dev.comanda.database.encryption.ColumnCipher;
import dev.comanda.database.queue.Wakeups;
import dev.comanda.partners.inbox.Inbox;
import dev.comanda.partners.inbox.WaitingEvents;
import dev.comanda.partners.outbox.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens reservations. What is asked for at the same moment is committed together, each reservation with the news of it, and
 * nobody is answered before the commit.
 */
@ApplicationScoped
class Openings {
    /** One writer: its next batch gathers while the database writes this one. */
    private static final BatchLimits LIMITS = new BatchLimits(1, 128, 4 * 1024 * 1024, 2_048, Duration.ofSeconds(5));

    private final ReservationBook book;
    private final Announcements announcements;
    private final ColumnCipher cipher;
    private final InstantSource clock;
    private final Wakeups wakeups;
    private final OpeningBatch batch;
    private final BatchMetrics metrics;
    private final GroupCommit<OpeningBatch.Item, Boolean> writer;

    Openings(
            ReservationBook book,
            ReservationRows rows,
            Announcements announcements,
            Outbox outbox,
            WaitingEvents waiting,
            ColumnCipher cipher,
            InstantSource clock,
            Wakeups wakeups,
            UnpooledConnections connections,
            MeterRegistry meters) {
        this.book = book;
        this.announcements = announcements;
        this.cipher = cipher;
        this.clock = clock;
        this.wakeups = wakeups;
        this.batch = new OpeningBatch(rows, outbox, waiting);
        this.metrics = new BatchMetrics(meters, "comanda.reservations.batch", "reservations");
        this.writer = new GroupCommit<>("opening-writer", connections, LIMITS, _ -> 1_024, batch, this::committed);
        metrics.watch(writer);
    }

    void stop(@Observes ShutdownEvent event) {
        writer.close();
    }

    Opening open(@Nullable String requestedId, ReservationDetails details) {
        String id = requestedId != null ? requestedId : "RES-" + UlidCreator.getUlid(clock.millis());
        var reservation = new Reservation(id, details, cipher.fingerprint(details.identity()), clock.instant());
        var news = reservation.becomesCorporate() ? announcements.prepareConfirmation(reservation) : null;
        return writer.submit(id, new OpeningBatch.Item(reservation, news)).join()
                ? new Opening.Opened(ReservationView.of(reservation))
                : book.repeated(id, details);
    }

    private void committed(int items, long waitedNanos, long commitNanos) {
        if (batch.hasNews()) {
            wakeups.afterCommit(Outbox.QUEUE);
        }
        if (batch.hasWoken()) {
            wakeups.afterCommit(Inbox.QUEUE);
        }
        metrics.committed(items, waitedNanos, commitNanos);
    }
}
