package dev.comanda.web.access;

import io.vertx.core.Context;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Insists, as a lookup in a database must, on a thread that may wait. */
@Singleton
class KnownKeys implements ApiKeys {
    static final String ALPHA = "cmd_alpha-_012345678901234567890123456789012345";
    static final String BETA = "cmd_beta-_-012345678901234567890123456789012345";

    final AtomicInteger lookups = new AtomicInteger();

    @Override
    public @Nullable String partnerOf(String apiKey) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("asked on an event loop");
        }
        lookups.incrementAndGet();
        return switch (apiKey) {
            case ALPHA -> "alpha";
            case BETA -> "beta";
            default -> null;
        };
    }
}
