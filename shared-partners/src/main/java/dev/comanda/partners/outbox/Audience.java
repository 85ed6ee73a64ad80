package dev.comanda.partners.outbox;

import java.util.Set;

/**
 * Whom an event is for. Of subscribers and of those named, a partner gets only the types it subscribed to, and observers
 * (partners whose {@code events} is literally {@code ["*"]}) always get it.
 */
public sealed interface Audience {
    /** Every subscribed partner but these. */
    record Subscribers(Set<String> except) implements Audience {}

    /** Only these partners. */
    record Only(Set<String> partnerIds) implements Audience {}

    /** This one partner whatever it subscribed to, and nobody else: a test of its endpoint. */
    record Directly(String partnerId) implements Audience {}

    static Audience subscribers() {
        return new Subscribers(Set.of());
    }

    static Audience only(String partnerId) {
        return new Only(Set.of(partnerId));
    }
}
