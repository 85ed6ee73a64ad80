package dev.comanda.partners.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The oldest pending delivery of a lane: one event for one partner, read for one call.
 *
 * @param sequence the partner's gapless position of this event
 * @param attempts calls made before this one, over all rounds
 * @param step how far the retry schedule has advanced: 0 before the first try
 * @param sealedBody the signed bytes as they are stored
 * @param refusals how many of its calls were answered 401 or 403
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its id only
public record Delivery(
        long id,
        long laneId,
        String partnerId,
        String eventId,
        String eventType,
        byte[] sealedBody,
        @Nullable String traceparent,
        long sequence,
        int attempts,
        int step,
        Instant publishedAt,
        int refusals,
        @Nullable String replayReason) {

    /** Whether an earlier call of this round failed. */
    public boolean isRetry() {
        return step > 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Delivery that && id == that.id;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }
}
