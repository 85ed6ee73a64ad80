package dev.comanda.restaurant;

import static io.restassured.RestAssured.given;

import dev.comanda.signing.CanonicalJson;
import dev.comanda.signing.NotCanonicalizable;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Another business, as a test needs one: registered under a name of its own, and able to sign what it sends the way
 * partners of the first generation do. Its address answers nothing; what is addressed to it is read from the outbox.
 */
public final class TestPartner implements AutoCloseable {
    private final String id;
    private final String secret;

    private TestPartner(String id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    public static TestPartner subscribedTo(String events) {
        return registered("\"events\":[\"" + events + "\"]");
    }

    /** Registered with these fields besides its name and its address. */
    public static TestPartner registered(String fields) {
        return registered("partner-" + UUID.randomUUID().toString().substring(0, 8), fields);
    }

    public static TestPartner registered(String id, String fields) {
        String secret = given().contentType(ContentType.JSON)
                .body("""
                        {"name":"%s","code":"%s","webhook_url":"http://127.0.0.1:9/",%s}""".formatted(id, id, fields))
                .post("/partners/register")
                .then()
                .statusCode(201)
                .extract()
                .path("shared_secret");
        return new TestPartner(id, secret);
    }

    public String id() {
        return id;
    }

    /** Sends now, with an id of its own. */
    public ValidatableResponse send(String type, String data) {
        return send(type, Instant.now(), data);
    }

    /** Sends with this time, which is what senders of the first generation are ordered by. */
    public ValidatableResponse send(String type, Instant timestamp, String data) {
        String body =
                "{\"data\":%s,\"event_id\":\"evt_%s\",\"event_type\":\"%s\",\"source\":\"%s\",\"timestamp\":\"%s\"}"
                        .formatted(data, UUID.randomUUID(), type, id, timestamp);
        return given().contentType(ContentType.JSON)
                .header("X-HMAC-Signature", sign(body))
                .body(body)
                .post("/webhooks/partner/" + id)
                .then();
    }

    /** From now on nothing is of interest to it, so that it is no part of another test's audience. */
    @Override
    public void close() {
        given().contentType(ContentType.JSON)
                .body("{\"events\":[\"nothing\"]}")
                .patch("/partners/" + id)
                .then()
                .statusCode(200);
    }

    private String sign(String body) {
        try {
            byte[] canonical = CanonicalJson.of(body.getBytes(StandardCharsets.UTF_8));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(canonical));
        } catch (GeneralSecurityException | NotCanonicalizable e) {
            throw new IllegalStateException(e);
        }
    }
}
