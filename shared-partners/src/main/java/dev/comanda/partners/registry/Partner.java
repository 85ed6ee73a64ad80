package dev.comanda.partners.registry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another business and how it is reached. Without its secrets: those are only ever read for one purpose at a time.
 *
 * @param events the types it wants, {@code prefix.*} allowed; exactly {@code ["*"]} makes it an observer
 * @param maySend the types it may send us, as an operator set them; null for the default of {@link MaySend}
 */
public record Partner(
        String id,
        String name,
        String webhookUrl,
        @Nullable String contactEmail,
        List<String> events,
        @Nullable List<String> maySend,
        PartnerStatus status,
        @Nullable Instant blockedUntil,
        Instant createdAt) {
    public MaySend sending() {
        return new MaySend(events.equals(List.of("*")), maySend);
    }
}
