package dev.comanda.partners.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A partner with pending deliveries.
 *
 * @param unnumbered whether some of them have no sequence yet
 * @param dueAt when the next of them may be sent, or null while the partner is paused
 */
public record WaitingPartner(
        String partnerId, boolean unnumbered, @Nullable Instant dueAt) {}
