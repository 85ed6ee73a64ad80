package dev.comanda.web.access;

import org.jspecify.annotations.Nullable;

/** tmp. */
public interface ApiKeys {
    @Nullable String partnerOf(String apiKey);
}
