package dev.comanda.partners.inbox;

/** What a handler made of an event. */
public sealed interface Handling {
    /** Applied; its effect is in this transaction. */
    record Handled() implements Handling {}

    /** Older than what is applied already; nothing was changed. */
    record Superseded() implements Handling {}

    /**
     * Its object is not known yet: try again after the next event of the same key, and after 1, 5, 30 and then every 60
     * minutes, up to 72 h.
     */
    record Waiting(String missing) implements Handling {}

    /** Not applied, and no later try can change that: the event is dead, with this as its error. */
    record Refused(String reason) implements Handling {}
}
