package dev.comanda.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.payments.port.Tag;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of us travels in an object's metadata, written and read. */
final class StripeTags {
    private static final Pattern OURS = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private StripeTags() {}

    /** The metadata of an object, ours over {@code others} of the same name. */
    static Map<String, String> metadata(Tag tag, Map<String, String> others) {
        Map<String, String> metadata = new HashMap<>(others);
        put(metadata, "comanda_payment_id", tag.paymentId());
        put(metadata, "comanda_operation", tag.operationId());
        put(metadata, "comanda_service", tag.service());
        put(metadata, "order_id", tag.reference());
        return metadata;
    }

    private static void put(Map<String, String> metadata, String key, @Nullable String value) {
        if (value != null) {
            metadata.put(key, value);
        }
    }

    /** What {@code object} carries; anything of a form we never write is not ours. */
    static Tag of(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return new Tag(
                ours(metadata, "comanda_payment_id"),
                ours(metadata, "comanda_operation"),
                ours(metadata, "comanda_service"),
                StripeJson.text(metadata, "order_id"));
    }

    private static @Nullable String ours(JsonNode metadata, String key) {
        String value = StripeJson.text(metadata, key);
        return value != null && OURS.matcher(value).matches() ? value : null;
    }
}
