package dev.comanda.partners.inbox;

import java.time.Instant;

/**
 * An event a partner sent, already verified and stored.
 *
 * @param partnerId who sent it, authenticated; every key a handler uses is scoped by it
 * @param timestamp the envelope's, set by the sender; {@code data} may carry a revision, which counts for more
 */
public record InboundEvent<D>(String partnerId, String eventId, String eventType, Instant timestamp, D data) {}
