package dev.comanda.partners.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A verified webhook about to be stored. */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record Received(
        String partnerId,
        String eventId,
        String eventType,
        String orderingKey,
        @Nullable Long revision,
        @Nullable Long sequence,
        byte[] body,
        byte[] bodyHash,
        String traceparent,
        Instant occurredAt,
        boolean understood) {}
