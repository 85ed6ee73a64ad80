package dev.comanda.marketplace.event;

import dev.comanda.partners.inbox.EventSenders;
import dev.comanda.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.List;

/**
 * The events we heard of. Whoever changes something that hangs on an event locks the event first: handlers and API
 * calls then queue up behind one row instead of deadlocking over several.
 */
@ApplicationScoped
@Transactional
public class Events {
    private static final List<String> THAT_CREATE_EVENTS =
            List.of("event.reservation_confirmed", "event.updated", "event.cancelled");

    private final HeardEvents events;
    private final EventSenders senders;

    Events(HeardEvents events, EventSenders senders) {
        this.events = events;
        this.senders = senders;
    }

    /** Newest first, those with an id below {@code before}. */
    public List<EventState> newestBefore(long before, int count) {
        return events.newestBefore(before, count).stream()
                .map(HeardEvent::state)
                .toList();
    }

    public EventState get(EventKey key) {
        return get(idOf(key));
    }

    public EventState get(long id) {
        return events.findByIdOptional(id).orElseThrow().state();
    }

    public EventState lock(EventKey key) {
        return lock(idOf(key));
    }

    /** For what a client pays: where the key names no partner, there must be no doubt whose event is meant, else a 409. */
    public EventState lockWithoutDoubt(EventKey key) {
        EventState event = lock(key);
        if (key.partner() == null && !senders.isMeantWithoutName(event.partnerId(), THAT_CREATE_EVENTS)) {
            throw ProblemException.conflict(
                    "Several partners may send events: say whose event you mean with ?partner=, or as"
                            + " <partner>/<id>.");
        }
        return event;
    }

    public EventState lock(long id) {
        return events.findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow()
                .state();
    }

    private long idOf(EventKey key) {
        List<Long> ids = events.named(key);
        if (ids.size() > 1) {
            throw ProblemException.conflict(
                    "Several partners have an event of this id: say which with ?partner=, or as <partner>/<id>.");
        }
        return ids.stream().findFirst().orElseThrow(() -> ProblemException.notFound("event"));
    }
}
