package dev.comanda.signing;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What two partners share and nobody else knows. One secret gives two keys, since the two signatures read it
 * differently: see {@code hmacKey} and {@code standardKey}. It never shows in a log: {@link #toString} hides it.
 *
 * @param value as it is agreed and stored: 24 to 128 printable ASCII characters without spaces. One that begins with
 *     {@code whsec_} must go on with padded base64 (RFC 4648, section 4) of 24 to 64 bytes, the range the Standard
 *     Webhooks specification asks for
 */
public record Secret(String value) {
    private static final String PREFIX = "whsec_";
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]{24,128}");
    private static final int FEWEST_BYTES = 24;
    private static final int MOST_BYTES = 64;
    private static final int GENERATED_BYTES = 32;

    /**
     * Takes a secret that was agreed before.
     *
     * @throws IllegalArgumentException if it is none; the message says what it must be and does not repeat it, so it
     *     may be shown to whoever sent it
     */
    public Secret {
        if (!PRINTABLE.matcher(value).matches()) {
            throw new IllegalArgumentException("must be 24 to 128 printable ASCII characters without spaces");
        }
        if (value.startsWith(PREFIX)) {
            byte[] key = StrictBase64.decode(value.substring(PREFIX.length()));
            if (key == null || key.length < FEWEST_BYTES || key.length > MOST_BYTES) {
                throw new IllegalArgumentException("must be padded base64 of 24 to 64 bytes after whsec_");
            }
        }
    }

    /**
     * Makes a new one.
     *
     * @param random asked for 32 bytes
     * @return {@code whsec_} and their base64, 50 characters in all
     */
    public static Secret generate(SecureRandom random) {
        byte[] key = new byte[GENERATED_BYTES];
        random.nextBytes(key);
        return new Secret(PREFIX + Base64.getEncoder().encodeToString(key));
    }

    /** The key of the X-* signatures: the whole text, as the services of the first generation use it. */
    byte[] hmacKey() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The key of {@code webhook-signature}: the bytes after {@code whsec_}, and the whole text where that is missing. A
     * library that only takes {@code whsec_} secrets is given {@code whsec_} and the base64 of the text instead.
     */
    byte[] standardKey() {
        return value.startsWith(PREFIX) ? Base64.getDecoder().decode(value.substring(PREFIX.length())) : hmacKey();
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
