package dev.comanda.partners.inbox;

import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.checkpoint.Checkpoint.Moment;
import dev.comanda.database.queue.QueueLoop;
import dev.comanda.database.queue.Wakeups;
import dev.comanda.web.problem.DatabaseTrouble;
import dev.comanda.web.text.LogText;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Handles stored events. There is no lease: one transaction locks the events of a turn, lets their handlers write, and marks
 * them, so the effects and the marks are there together or not at all, whatever kills us in between.
 */
@ApplicationScoped
class InboxWorker {
    private static final Logger LOG = Logger.getLogger(InboxWorker.class);
    private static final int MOST_TRIES = 8;

    private final Inbox inbox;
    private final TurnHandler handler;
    private final Duration backoff;
    private final Checkpoint checkpoint;
    private final Turns turns;
    private final QueueLoop<Turn> loop;

    InboxWorker(Inbox inbox, TurnHandler handler, InboxConfig config, Wakeups wakeups, Checkpoint checkpoint) {
        this.inbox = inbox;
        this.handler = handler;
        this.backoff = config.backoff();
        this.checkpoint = checkpoint;
        this.turns = new Turns(inbox::due);
        this.loop = new QueueLoop<>(Inbox.QUEUE, config.slots(), config.poll(), turns::next, this::work);
        wakeups.listen(Inbox.QUEUE, loop::wake);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        loop.close(Duration.ofSeconds(10));
    }

    private void work(Turn turn) {
        try {
            handle(turn);
        } finally {
            turns.ended(turn);
        }
    }

    /** Together, or one by one when that fails: then only what fails by itself is tried again later. */
    private void handle(Turn turn) {
        List<Inbox.Stored> held = new ArrayList<>();
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                held.addAll(inbox.hold(turn));
                handle(held);
            });
        } catch (RuntimeException e) {
            if (held.isEmpty()) {
                throw e;
            }
            if (held.size() == 1) {
                failed(held.getFirst(), e);
                return;
            }
            LOG.debugf(e, "%d events of %s are handled one by one", held.size(), turn.partnerId());
            held.forEach(event -> handleAlone(event.id()));
        }
    }

    private void handleAlone(long id) {
        AtomicReference<Inbox.Stored> held = new AtomicReference<>();
        try {
            QuarkusTransaction.requiringNew()
                    .run(() -> inbox.lock(id).ifPresent(event -> {
                        held.set(event);
                        handle(List.of(event));
                    }));
        } catch (RuntimeException e) {
            Inbox.Stored event = held.get();
            if (event == null) {
                throw e;
            }
            failed(event, e);
        }
    }

    private void handle(List<Inbox.Stored> events) {
        if (!events.isEmpty()) {
            List<Outcome> outcomes = handler.handle(events);
            checkpoint.reached(Moment.HANDLING);
            inbox.record(outcomes);
        }
    }

    private void failed(Inbox.Stored event, RuntimeException e) {
        if (DatabaseTrouble.isIn(e)) {
            LOG.warnf(
                    "%s %s of %s is tried again: %s",
                    event.eventType(), event.eventId(), event.partnerId(), LogText.of(String.valueOf(e)));
            inbox.postpone(event, backoff);
            return;
        }
        String error = e.getClass().getSimpleName() + ": " + e.getMessage();
        if (event.tries() + 1 >= MOST_TRIES) {
            LOG.errorf(
                    LogText.ofException(e),
                    "%s %s of %s is dead",
                    event.eventType(),
                    event.eventId(),
                    event.partnerId());
            inbox.bury(event, error);
        } else {
            LOG.warnf(
                    "%s %s of %s failed: %s", event.eventType(), event.eventId(), event.partnerId(), LogText.of(error));
            inbox.delay(event, error, backoff.multipliedBy(1L << event.tries()));
        }
    }
}
