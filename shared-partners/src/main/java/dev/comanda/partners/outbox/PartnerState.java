package dev.comanda.partners.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What decides how many calls a partner gets.
 *
 * @param active false during every kind of pause
 * @param secretsVersion differs after each change of its secrets
 */
public record PartnerState(
        String partnerId,
        String webhookUrl,
        boolean active,
        @Nullable Instant blockedUntil,
        int failuresInRow,
        @Nullable String secretsVersion) {}
