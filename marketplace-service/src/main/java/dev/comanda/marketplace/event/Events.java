package dev.comanda.marketplace.event;

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
    private final HeardEvents events;

    Events(HeardEvents events) {
        this.events = events;
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

    public EventState lock(long id) {
        return events.findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow()
                .state();
    }

    private long idOf(EventKey key) {
        List<Long> ids = events.named(key);
        if (ids.size() > 1) {
            throw ProblemException.conflict("Several partners have an event of this id: say which with ?partner=.");
        }
        return ids.stream().findFirst().orElseThrow(() -> ProblemException.notFound("event"));
    }
}
