package dev.comanda.signing;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Base64 with exactly one text for the same bytes (RFC 4648, sections 3.2 and 3.5). The JDK's decoder also takes text
 * without its padding and with stray bits at its end, which other languages refuse.
 */
final class StrictBase64 {
    private StrictBase64() {}

    /** The bytes, or null if this is not how they are written. */
    static byte @Nullable [] decode(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
