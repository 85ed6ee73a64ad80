package dev.comanda.partners.outbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call as it is kept.
 *
 * @param status the HTTP status, or null when none came
 * @param error the class of the failure when there was no usable answer
 * @param address the address that was called, or null when none was
 * @param answer its first 4 KiB
 * @param unhealthy whether this tells against the endpoint rather than against the event
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record Attempt(
        Instant startedAt,
        Duration duration,
        @Nullable Integer status,
        @Nullable String error,
        @Nullable String address,
        byte[] answer,
        boolean unhealthy) {}
