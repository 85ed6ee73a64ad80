package dev.comanda.partners.inbox;

import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** The headers of a partner webhook; each name counts once, as its first value. */
record WebhookHeaders(HttpHeaders headers) {
    @Nullable String get(String name) {
        return headers.getRequestHeaders().getFirst(name);
    }

    /** The sender's gapless position of this event, when it has one. */
    @Nullable Long sequence() {
        String text = get("Comanda-Sequence");
        return text != null && text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }
}
