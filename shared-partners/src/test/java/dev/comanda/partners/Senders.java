package dev.comanda.partners;

import static io.restassured.RestAssured.given;

import dev.comanda.signing.CanonicalJson;
import dev.comanda.signing.Keyring;
import dev.comanda.signing.NotCanonicalizable;
import dev.comanda.signing.Secret;
import dev.comanda.signing.Signer;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Posts to us as partners do. */
public final class Senders {
    private Senders() {}

    /** Registers a partner for everything we publish, or for these types, and returns its secret. */
    public static String register(String code, String url, String... events) {
        Map<String, Object> partner = new HashMap<>(Map.of("name", code, "code", code, "webhook_url", url));
        if (events.length > 0) {
            partner.put("events", List.of(events));
        }
        return given().contentType("application/json")
                .body(partner)
                .post("/partners/register")
                .then()
                .statusCode(201)
                .extract()
                .path("shared_secret");
    }

    public static String envelope(String eventId, String type, String data) {
        return """
                {"data":%s,"event_id":"%s","event_type":"%s","source":"beta","timestamp":"%s","version":"1.0"}""".formatted(data, eventId, type, Instant.now());
    }

    /** In both schemes, over the bytes that travel. */
    public static Response post(String partner, String secret, String eventId, String body) {
        return post(partner, secret, eventId, body, Instant.now());
    }

    public static Response post(String partner, String secret, String eventId, String body, Instant now) {
        byte[] bytes = canonical(body.getBytes(StandardCharsets.UTF_8));
        Map<String, String> headers = Signer.sign(ring(secret), eventId, now, bytes);
        return given().contentType("application/json")
                .headers(headers)
                .body(bytes)
                .post("/webhooks/partner/" + partner);
    }

    /** As the first generation does: one hex signature, over the canonical form of what travels. */
    public static Response seed(String partner, String secret, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Signer.sign(ring(secret), "unused", Instant.now(), canonical(bytes));
        return given().contentType("application/json")
                .header("X-HMAC-Signature", headers.get("X-HMAC-Signature"))
                .header("X-Partner-ID", partner)
                .body(bytes)
                .post("/webhooks/partner/");
    }

    private static Keyring ring(String secret) {
        return Keyring.of(new Keyring.Key("k", new Secret(secret)));
    }

    public static byte[] canonical(byte[] bytes) {
        try {
            return CanonicalJson.of(bytes);
        } catch (NotCanonicalizable e) {
            throw new IllegalArgumentException(e);
        }
    }
}
