package dev.comanda.restaurant.reservation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Brings the parts of a request into one value that is equal exactly when all parts are. */
final class Identity {
    private Identity() {}

    static byte[] of(List<?> parts) {
        var text = new StringBuilder();
        for (Object part : parts) {
            // The length in front keeps ("ab", "c") apart from ("a", "bc").
            String value = Objects.toString(part);
            text.append(part == null ? "-" : value.length()).append(':').append(value);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
