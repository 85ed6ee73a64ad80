package dev.comanda.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A webhook signed as the Standard Webhooks specification says, written without a line of the product. */
final class SignedWebhook {
    private final String id;
    private final Instant at;
    private final byte[] body;
    private final String signature;

    private SignedWebhook(String id, Instant at, byte[] body, String signature) {
        this.id = id;
        this.at = at;
        this.body = body;
        this.signature = signature;
    }

    static SignedWebhook of(String id, byte[] body, String secret) {
        Instant now = Instant.now();
        return new SignedWebhook(id, now, body, sign(id + "." + now.getEpochSecond() + ".", body, secret));
    }

    /** The same signature over another body. */
    SignedWebhook withBody(String other) {
        return new SignedWebhook(id, at, other.getBytes(UTF_8), signature);
    }

    /** As lines of a request. */
    String headers() {
        return "webhook-id: %s\nwebhook-timestamp: %d\nwebhook-signature: %s\n"
                .formatted(id, at.getEpochSecond(), signature);
    }

    Answer sendTo(Service service, String path) {
        return service.send(
                "POST",
                path,
                "application/json",
                body,
                "webhook-id",
                id,
                "webhook-timestamp",
                String.valueOf(at.getEpochSecond()),
                "webhook-signature",
                signature);
    }

    private static String sign(String prefix, byte[] body, String secret) {
        byte[] key =
                secret.startsWith("whsec_") ? Base64.getDecoder().decode(secret.substring(6)) : secret.getBytes(UTF_8);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(prefix.getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }
}
