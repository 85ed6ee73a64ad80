package dev.comanda.partners.inbox;

import dev.comanda.partners.wire.TraceParent;
import dev.comanda.web.text.LogText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Gives events to their handlers, in the transaction that is to mark them. */
@ApplicationScoped
class TurnHandler {
    private static final Logger LOG = Logger.getLogger(TurnHandler.class);
    private static final Duration WAIT_AT_MOST = Duration.ofDays(3);

    private final Inbox inbox;
    private final EventHandlers handlers;
    private final Instance<AroundHandling> around;
    private final InstantSource clock;

    TurnHandler(Inbox inbox, EventHandlers handlers, Instance<AroundHandling> around, InstantSource clock) {
        this.inbox = inbox;
        this.handlers = handlers;
        this.around = around;
        this.clock = clock;
    }

    /** @param events of one partner, which the transaction has locked */
    List<Outcome> handle(List<Inbox.Stored> events) {
        List<Understood<?>> understood = new ArrayList<>();
        List<InboundEvent<?>> known = new ArrayList<>();
        for (Inbox.Stored event : events) {
            Understood<?> read = inTrace(event, () -> read(event));
            understood.add(read);
            if (read.event() != null) {
                known.add(read.event());
            }
        }
        if (!known.isEmpty()) {
            around.forEach(it -> it.prepare(known.getFirst().partnerId(), known));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Understood<?> event : understood) {
            outcomes.add(inTrace(event.stored(), () -> outcome(event)));
        }
        if (!known.isEmpty()) {
            around.forEach(AroundHandling::finish);
        }
        return outcomes;
    }

    private Understood<?> read(Inbox.Stored stored) {
        EventHandler<?> handler = handlers.of(stored.eventType());
        return handler == null ? new Understood<>(stored, null, null) : read(stored, handler);
    }

    private <D> Understood<D> read(Inbox.Stored stored, EventHandler<D> handler) {
        D data = handlers.read(handler, Envelope.of(inbox.body(stored)).data());
        return new Understood<>(
                stored,
                handler,
                new InboundEvent<>(
                        stored.partnerId(), stored.eventId(), stored.eventType(), stored.occurredAt(), data));
    }

    private Outcome outcome(Understood<?> understood) {
        Inbox.Stored event = understood.stored();
        Handling handling = understood.handle();
        if (handling == null) {
            return Outcome.settled(event, "ignored");
        }
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

    private static <T> T inTrace(Inbox.Stored event, Supplier<T> work) {
        TraceParent.of(event.traceparent()).enter();
        try {
            return work.get();
        } finally {
            TraceParent.leave();
        }
    }

    /** An event with its handler; without one it is ignored. */
    private record Understood<D>(
            Inbox.Stored stored,
            @Nullable EventHandler<D> handler,
            @Nullable InboundEvent<D> event) {
        @Nullable Handling handle() {
            return handler == null || event == null ? null : handler.handle(event);
        }
    }
}
