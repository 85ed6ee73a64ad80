package dev.comanda.marketplace.testing;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.comanda.partners.outbox.OutboundBodies;
import dev.comanda.signing.CanonicalJson;
import dev.comanda.signing.NotCanonicalizable;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.inject.spi.CDI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Jdbi;

/** A restaurant as the marketplace meets it: it registers, sends signed events, and is told of bookings. */
public final class Restaurant {
    private static final AtomicLong COUNT = new AtomicLong();

    /** Tests with a configuration of their own start the service again, over the same database. */
    private static final String START = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    public final String id;
    private final String secret;

    private Restaurant(String id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    /** A new partner that nobody listens for: what it is told stays queued, to be looked at. */
    public static Restaurant register() {
        return register("");
    }

    /** One that hears everything. */
    public static Restaurant observer() {
        return register(", \"events\": [\"*\"]");
    }

    private static Restaurant register(String more) {
        String id = "grill-" + START + "-" + COUNT.incrementAndGet();
        String secret = "a-secret-of-the-restaurant-" + id;
        given().contentType("application/json")
                .body("""
                        {"name": "%s", "code": "%s", "webhook_url": "http://127.0.0.1:1/hooks", "shared_secret": "%s"%s}
                        """.formatted(id, id, secret, more))
                .post("/partners/register")
                .then()
                .statusCode(201);
        return new Restaurant(id, secret);
    }

    /** Sends the event and waits until it is handled; answers what became of it. */
    public String say(String type, String data) {
        return say(type, Instant.now(), data);
    }

    public String say(String type, Instant timestamp, String data) {
        String eventId = "evt_" + id + "_" + COUNT.incrementAndGet();
        post(envelope(eventId, type, timestamp, data)).statusCode(200);
        Await.until(() -> !status(eventId).equals("received"));
        return status(eventId);
    }

    /** The type that a forbidden event was refused for. */
    public String forbidden(String type, String data) {
        return post(envelope("evt_" + id + "_" + COUNT.incrementAndGet(), type, Instant.now(), data))
                .statusCode(403)
                .contentType("application/problem+json")
                .extract()
                .path("event_type");
    }

    /** The field a refused event was refused for. */
    public String refusal(String type, String data) {
        return post(envelope("evt_" + id + "_" + COUNT.incrementAndGet(), type, Instant.now(), data))
                .statusCode(400)
                .contentType("application/problem+json")
                .extract()
                .path("field");
    }

    /** Waits until nothing this restaurant sent is still to be handled. */
    public void settledAll() {
        Await.until(() -> count("status in ('received', 'waiting')") == 0);
    }

    /** The data of everything published about an event of this id to this restaurant, oldest first. */
    public List<JsonNode> told(String externalEventId) {
        return jdbi()
                .withHandle(db -> db.createQuery("""
                        select o.event_id, o.body from outbound_event o join delivery d on d.event = o.id
                         where o.ordering_key = ? and d.partner_id = ? order by o.id
                        """)
                        .bind(0, externalEventId)
                        .bind(1, id)
                        .map((row, _) -> new String(
                                bodies().open(row.getBytes("body"), row.getString("event_id")), StandardCharsets.UTF_8))
                        .list())
                .stream()
                .map(Restaurant::json)
                .toList();
    }

    /** The types of {@link #told}. */
    public List<String> toldTypes(String externalEventId) {
        return told(externalEventId).stream()
                .map(event -> event.path("event_type").asText())
                .toList();
    }

    public static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private int count(String condition) {
        return jdbi().withHandle(
                        db -> db.createQuery("select count(*) from inbound_event where partner_id = ? and " + condition)
                                .bind(0, id)
                                .mapTo(int.class)
                                .one());
    }

    private String status(String eventId) {
        return jdbi().withHandle(
                        db -> db.createQuery("select status from inbound_event where partner_id = ? and event_id = ?")
                                .bind(0, id)
                                .bind(1, eventId)
                                .mapTo(String.class)
                                .one());
    }

    private ValidatableResponse post(String body) {
        return given().contentType("application/json")
                .header("X-Partner-ID", id)
                .header("X-HMAC-Signature", signature(body))
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/webhooks/partner/" + id)
                .then();
    }

    private String envelope(String eventId, String type, Instant timestamp, String data) {
        return """
                {"event_id": "%s", "event_type": "%s", "source": "%s", "timestamp": "%s", "data": %s}
                """.formatted(eventId, type, id, timestamp, data);
    }

    private String signature(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] canonical = CanonicalJson.of(body.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(canonical));
        } catch (GeneralSecurityException | NotCanonicalizable e) {
            throw new IllegalArgumentException(body, e);
        }
    }

    private static OutboundBodies bodies() {
        return CDI.current().select(OutboundBodies.class).get();
    }

    private static Jdbi jdbi() {
        return CDI.current().select(Jdbi.class).get();
    }
}
