package dev.comanda.partners.inbox;

import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.checkpoint.Checkpoint.Moment;
import dev.comanda.database.queue.QueueLoop;
import dev.comanda.database.queue.Wakeups;
import dev.comanda.partners.wire.TraceParent;
import dev.comanda.web.problem.DatabaseTrouble;
import dev.comanda.web.text.LogText;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
    private static final Duration WAIT_AT_MOST = Duration.ofDays(3);

    private final Inbox inbox;
    private final EventHandlers handlers;
    private final InstantSource clock;
    private final Duration backoff;
    private final Checkpoint checkpoint;
    private final Turns turns;
    private final QueueLoop<Turn> loop;

    InboxWorker(
            Inbox inbox,
            EventHandlers handlers,
            InboxConfig config,
            InstantSource clock,
            Wakeups wakeups,
            Checkpoint checkpoint) {
        this.inbox = inbox;
        this.handlers = handlers;
        this.clock = clock;
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
        if (events.isEmpty()) {
            return;
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Inbox.Stored event : events) {
            TraceParent.of(event.traceparent()).enter();
            try {
                outcomes.add(outcome(event));
            } finally {
                TraceParent.leave();
            }
        }
        checkpoint.reached(Moment.HANDLING);
        inbox.record(outcomes);
    }

    private Outcome outcome(Inbox.Stored event) {
        EventHandler<?> handler = handlers.of(event.eventType());
        if (handler == null) {
            return Outcome.settled(event, "ignored");
        }
        Handling handling = handle(handler, event);
        LOG.logf(
                handling instanceof Handling.Handled ? Logger.Level.DEBUG : Logger.Level.INFO,
                "%s %s of %s: %s",
                event.eventType(),
                event.eventId(),
                event.partnerId(),
                LogText.of(handling));
        Instant now = clock.instant();
        return switch (handling) {
            case Handling.Handled() -> Outcome.settled(event, "handled");
            case Handling.Superseded() -> Outcome.settled(event, "superseded");
            case Handling.Refused(String reason) -> Outcome.dead(event, Inbox.REFUSED + reason, now);
            case Handling.Waiting(String missing) -> {
                Duration waited = Duration.between(event.receivedAt(), now);
                yield waited.compareTo(WAIT_AT_MOST) > 0
                        ? Outcome.dead(event, "waited 72 h for " + missing, now)
                        : Outcome.parked(event, missing, now.plus(nextTry(waited)));
            }
        };
    }

    /**
     * How long an event that came this long ago waits for its next try: 1 minute, 5, 30, then 60 each time. The next event
     * about the same object wakes it anyway, so these tries are only for what changes by other ways.
     */
    static Duration nextTry(Duration waited) {
        long minutes = waited.toMinutes();
        return Duration.ofMinutes(minutes < 1 ? 1 : minutes < 6 ? 5 : minutes < 36 ? 30 : 60);
    }

    private <D> Handling handle(EventHandler<D> handler, Inbox.Stored event) {
        D data = handlers.read(handler, Envelope.of(inbox.body(event)).data());
        return handler.handle(
                new InboundEvent<>(event.partnerId(), event.eventId(), event.eventType(), event.occurredAt(), data));
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
