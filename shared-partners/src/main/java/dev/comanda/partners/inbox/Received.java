package dev.comanda.partners.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A verified webhook about to be stored.
 *
 * @param sealedBody encrypted
 * @param room whether its partner may have one more open event; without it, it is only compared with what is stored
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record Received(
        String partnerId,
        String eventId,
        String eventType,
        String orderingKey,
        @Nullable Long revision,
        @Nullable Long sequence,
        byte[] sealedBody,
        byte[] bodyHash,
        String traceparent,
        Instant occurredAt,
        Instant receivedAt,
        boolean understood,
        boolean room) {}
