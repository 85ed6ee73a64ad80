package dev.comanda.marketplace.event;

/** Whatever hangs on events: told of a change in the transaction that makes it, under the event's row lock. */
public interface EventFollower {
    void moved(EventState event, Move move);

    void cancelled(EventState event, String reason);
}
