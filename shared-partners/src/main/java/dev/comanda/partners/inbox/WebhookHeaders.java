package dev.comanda.partners.inbox;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a partner webhook. One that was sent several times is its values joined by commas, which no signature
 * covers: two readers could pick different ones.
 */
record WebhookHeaders(HttpHeaders headers) {
    @Nullable String get(String name) {
        List<String> values = headers.getRequestHeaders().get(name);
        return values == null || values.isEmpty() ? null : String.join(",", values);
    }

    /** The sender's gapless position of this event, when it has one. */
    @Nullable Long sequence() {
        String text = get("Comanda-Sequence");
        return text != null && text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }
}
