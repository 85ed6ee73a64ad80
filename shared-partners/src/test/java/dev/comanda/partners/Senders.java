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
import java.util.Map;

/** Posts to us as partners do. */
final class Senders {
    private Senders() {}

    /** Registers a partner that only sends, and returns its secret. */
    static String register(String code, String url) {
        return given().contentType("application/json")
                .body(Map.of("name", code, "code", code, "webhook_url", url))
                .post("/partners/register")
                .then()
                .statusCode(201)
                .extract()
                .path("shared_secret");
    }

    static String envelope(String eventId, String type, String data) {
        return """
                {"data":%s,"event_id":"%s","event_type":"%s","source":"beta","timestamp":"%s","version":"1.0"}""".formatted(data, eventId, type, Instant.now());
    }

    /** In both schemes, over the bytes that travel. */
    static Response post(String partner, String secret, String eventId, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Signer.sign(
                Keyring.of(new Keyring.Key("k", new Secret(secret))), eventId, Instant.now(), canonical(bytes));
        return given().contentType("application/json")
                .headers(headers)
                .body(canonical(bytes))
                .post("/webhooks/partner/" + partner);
    }

    static byte[] canonical(byte[] bytes) {
        try {
            return CanonicalJson.of(bytes);
        } catch (NotCanonicalizable e) {
            throw new IllegalArgumentException(e);
        }
    }
}
