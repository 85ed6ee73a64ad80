package dev.comanda.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The two messages that are signed, in the one place where signer and verifier have to agree on them. */
final class Hmac {
    /** No dots: they would let the end of an id be read as the start of a timestamp. */
    static final Pattern MESSAGE_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final String ALGORITHM = "HmacSHA256";

    private Hmac() {}

    /** What {@code webhook-signature} holds: over id, timestamp and the bytes as they travel. */
    static byte[] ofMessage(Secret secret, String id, String timestamp, byte[] body) {
        Mac mac = mac(secret.standardKey());
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII));
        return mac.doFinal(body);
    }

    /** What the X-* headers hold: over the canonical form alone. */
    static byte[] ofCanonical(Secret secret, byte[] canonical) {
        return mac(secret.hmacKey()).doFinal(canonical);
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every Java platform", e);
        }
    }
}
