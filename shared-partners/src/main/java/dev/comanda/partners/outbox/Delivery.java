package dev.comanda.partners.outbox;

import dev.comanda.signing.Keyring;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event for one partner, claimed for one call.
 *
 * @param leaseToken whoever records must still hold it
 * @param sequence the partner's gapless position of this event
 * @param attempts calls made before this one, over all rounds
 * @param step how far the retry schedule has advanced: 0 before the first try
 * @param body the signed bytes, sent unchanged at every try
 */
@SuppressWarnings("ArrayRecordComponent") // a claim is compared by its token only
public record Delivery(
        long id,
        long laneId,
        UUID leaseToken,
        String partnerId,
        String webhookUrl,
        Keyring keyring,
        String eventId,
        String eventType,
        byte[] body,
        @Nullable String traceparent,
        long sequence,
        int attempts,
        int step,
        Instant publishedAt,
        @Nullable String replayReason) {

    @Override
    public boolean equals(Object other) {
        return other instanceof Delivery that && id == that.id && leaseToken.equals(that.leaseToken);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }
}
