package dev.comanda.marketplace.event;

import dev.comanda.partners.inbox.Version;
import jakarta.enterprise.context.ApplicationScoped;

/** Brings an event to what its restaurant says of it. When it moves, what hangs on it moves along. */
@ApplicationScoped
class StatedDetails {
    private final EventFollower follower;

    StatedDetails(EventFollower follower) {
        this.follower = follower;
    }

    /** Under the event's lock. */
    void apply(HeardEvent event, Details news, Version version) {
        Move move = new Move(event.details().moment(), news.moment());
        event.describe(news, version);
        if (!move.isNone()) {
            follower.moved(event.state(), move);
        }
    }
}
