package dev.comanda.payments.port;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as it arrived.
 *
 * @param body the raw bytes, at most 1 MiB
 * @param headers by lower-case name
 * @param query decoded parameters; of several with one name the first
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WebhookRequest(
        byte[] body, Map<String, List<String>> headers, Map<String, String> query, Instant receivedAt) {
    /** The header's only value; null when it is absent or given more than once. */
    public @Nullable String header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.size() == 1 ? values.getFirst() : null;
    }

    @Override
    public String toString() {
        return "WebhookRequest[" + body.length + " bytes]";
    }
}
