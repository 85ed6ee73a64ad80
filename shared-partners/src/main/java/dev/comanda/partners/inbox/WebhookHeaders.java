package dev.comanda.partners.inbox;

import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a partner webhook. One that was sent several times is its values joined by commas, which no signature
 * covers: two readers could pick different ones.
 */
record WebhookHeaders(MultiMap headers) {
    @Nullable String get(String name) {
        List<String> values = headers.getAll(name);
        return values.isEmpty() ? null : values.size() == 1 ? values.getFirst() : String.join(",", values);
    }

    /** The sender's gapless position of this event, when it has one. */
    @Nullable Long sequence() {
        String text = get("Comanda-Sequence");
        return text != null && text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }
}
