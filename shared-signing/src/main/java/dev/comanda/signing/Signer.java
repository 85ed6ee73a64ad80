package dev.comanda.signing;

import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Signs one attempt to deliver one event, in both ways at once, so that any partner finds the one it understands. */
public final class Signer {
    private Signer() {}

    /**
     * Signs these bytes.
     *
     * @param ring the X-* headers are signed with its first key, {@code webhook-signature} with every one
     * @param messageId the event id: 1 to 64 of {@code A-Z a-z 0-9 _ -}
     * @param attempt when this attempt is made, counted in whole seconds: a partner refuses it five minutes later
     * @param body the bytes that travel, already {@linkplain CanonicalJson canonical}: a receiver of the X-* headers
     *     verifies over the canonical form of what arrives
     * @return the five headers of {@link SignatureHeaders} with their values
     * @throws IllegalArgumentException if the ring is empty or the id is none
     */
    public static Map<String, String> sign(Keyring ring, String messageId, Instant attempt, byte[] body) {
        if (ring.keys().isEmpty()) {
            throw new IllegalArgumentException("no key to sign " + messageId + " with");
        }
        if (!Hmac.MESSAGE_ID.matcher(messageId).matches()) {
            throw new IllegalArgumentException("not a message id: " + messageId);
        }
        String timestamp = Long.toString(attempt.getEpochSecond());
        String signatures = ring.keys().stream()
                .map(key -> Hmac.ofMessage(key.secret(), messageId, timestamp, body))
                .map(mac -> Verifier.VERSION + Base64.getEncoder().encodeToString(mac))
                .collect(Collectors.joining(" "));
        String hex =
                HexFormat.of().formatHex(Hmac.ofCanonical(ring.keys().getFirst().secret(), body));

        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(SignatureHeaders.WEBHOOK_ID, messageId);
        headers.put(SignatureHeaders.WEBHOOK_TIMESTAMP, timestamp);
        headers.put(SignatureHeaders.WEBHOOK_SIGNATURE, signatures);
        headers.put(SignatureHeaders.X_HMAC_SIGNATURE, hex);
        headers.put(SignatureHeaders.X_PARTNER_SIGNATURE, hex);
        return headers;
    }
}
