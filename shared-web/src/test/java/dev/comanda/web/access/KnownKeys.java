package dev.comanda.web.access;

import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

@Singleton
class KnownKeys implements ApiKeys {
    @Override
    public @Nullable String partnerOf(String apiKey) {
        return switch (apiKey) {
            case "key-of-alpha" -> "alpha";
            case "key-of-beta" -> "beta";
            default -> null;
        };
    }
}
