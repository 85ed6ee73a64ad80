package dev.comanda.web.access;

import io.vertx.core.Context;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Insists, as a lookup in a database must, on a thread that may wait. */
@Singleton
class KnownKeys implements ApiKeys {
    @Override
    public @Nullable String partnerOf(String apiKey) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("asked on an event loop");
        }
        return switch (apiKey) {
            case "key-of-alpha" -> "alpha";
            case "key-of-beta" -> "beta";
            default -> null;
        };
    }
}
