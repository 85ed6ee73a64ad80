package dev.comanda.web.access;

import org.jspecify.annotations.Nullable;

/** Whose key is this? A service with partners has one bean of this; without one, only tokens of the configuration are valid. */
public interface ApiKeys {
    /**
     * The id of the partner with this key, or null when nobody has it. Called on a thread that may wait, at most once a
     * request, with a text of the form of a key ({@code cmd_} and 43 letters, digits, hyphens or underscores) from a
     * stranger; it may query a database.
     */
    @Nullable String partnerOf(String apiKey);
}
