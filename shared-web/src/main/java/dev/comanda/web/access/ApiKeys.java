package dev.comanda.web.access;

import org.jspecify.annotations.Nullable;

/** Whose key is this? A service with partners has one bean of this; without one, only the operator has a token. */
public interface ApiKeys {
    /**
     * The id of the partner with this key, or null when nobody has it. Called on the request's own thread, at most once a
     * request, with at most 512 characters from a stranger; it may query a database.
     */
    @Nullable String partnerOf(String apiKey);
}
