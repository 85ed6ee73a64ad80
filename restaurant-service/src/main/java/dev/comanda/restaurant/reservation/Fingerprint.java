package dev.comanda.restaurant.reservation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Tells two requests apart without keeping them: an address removed later is then truly gone. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(List<?> parts) {
        var text = new StringBuilder();
        for (Object part : parts) {
            // The length in front keeps ("ab", "c") apart from ("a", "bc").
            String value = Objects.toString(part);
            text.append(part == null ? "-" : value.length()).append(':').append(value);
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
