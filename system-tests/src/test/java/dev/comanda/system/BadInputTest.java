package dev.comanda.system;

import static dev.comanda.system.Endpoint.Kind.CHOICE;
import static dev.comanda.system.Endpoint.Kind.DATE;
import static dev.comanda.system.Endpoint.Kind.GUESTS;
import static dev.comanda.system.Endpoint.Kind.LIST;
import static dev.comanda.system.Endpoint.Kind.TEXT;
import static dev.comanda.system.Endpoint.Kind.TIME;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent to whichever endpoint: a 4xx problem, never a 5xx, and nothing is stored. */
final class BadInputTest {
    private static Businesses both;
    private static String secret = "";
    private static String booking = "";

    @BeforeAll
    static void open() throws IOException {
        both = Businesses.start("bad-input");
        secret = both.introduce();
        both.restaurant.post("/reservations", reservation().example()).expect(201);
        both.marketplace.awaitShown("/events/RES-1", "/guests", "60");
        booking = both.marketplace
                .post("/events/RES-1/bookings", "{\"service_id\":\"svc-dj-profesional\"}")
                .expect(201)
                .at("/booking_id");
        both.restaurant.awaitShown("/reservations/RES-1/itinerary", "/services/0/booking_id", booking);
    }

    @AfterAll
    static void close() throws IOException {
        both.close();
    }

    private static Endpoint reservation() {
        return Endpoint.of(both.restaurant, "POST", "/reservations")
                .field("reservation_id", CHOICE, "\"RES-1\"", false)
                .field("event_name", TEXT, "\"Cena\"", true)
                .field("date", DATE, "\"2026-02-15\"", true)
                .field("time", TIME, "\"19:00\"", true)
                .field("guests", GUESTS, "60", true)
                .field("contact_name", TEXT, "\"María\"", true)
                .field("contact_phone", TEXT, "\"0991234567\"", true)
                .field("contact_email", CHOICE, "\"maria@techcorp.example\"", false)
                .field("services_requested", LIST, "[\"dj\"]", false);
    }

    private static List<Endpoint> endpoints() {
        Endpoint registration = Endpoint.of(both.restaurant, "POST", "/partners/register")
                .field("name", TEXT, "\"Fotos\"", true)
                .field("webhook_url", CHOICE, "\"http://localhost:9/\"", true)
                .field("code", CHOICE, "\"fotos\"", false)
                .field("contact_email", CHOICE, "\"dev@fotos.example\"", false)
                .field("events", LIST, "[\"event.*\"]", false)
                .field("shared_secret", CHOICE, "\"abcdefghijklmnopqrstuvwxyz\"", false);
        return List.of(
                reservation(),
                reservation().without("reservation_id").optional().at("PATCH", "/reservations/RES-1"),
                reservation().at("POST", "/partners/findyourwork/notify-event"),
                Endpoint.of(both.restaurant, "POST", "/reservations/RES-1/cancel")
                        .mayBeEmpty()
                        .field("reason", TEXT, "\"rain\"", false),
                registration,
                registration.on(both.marketplace),
                Endpoint.of(both.restaurant, "POST", "/partners/register/findyourwork")
                        .field("webhook_url", CHOICE, "\"http://localhost:9/\"", true)
                        .field("contact_email", CHOICE, "\"dev@fotos.example\"", false)
                        .field("shared_secret", CHOICE, "\"abcdefghijklmnopqrstuvwxyz\"", false),
                Endpoint.of(both.marketplace, "PATCH", "/partners/chuwue-grill")
                        .field("webhook_url", CHOICE, "\"http://localhost:9/\"", false)
                        .field("events", LIST, "[\"service.*\"]", false)
                        .field("name", TEXT, "\"Chuwue\"", false),
                Endpoint.of(both.marketplace, "POST", "/events/RES-1/bookings")
                        .field("service_id", CHOICE, "\"svc-dj-profesional\"", true)
                        .field("scheduled_time", TIME, "\"19:30\"", false),
                Endpoint.of(both.marketplace, "POST", "/bookings/" + booking + "/assign-provider")
                        .field("name", TEXT, "\"DJ\"", true)
                        .field("phone", TEXT, "\"0991234567\"", true)
                        .field("email", CHOICE, "\"dj@sounds.example\"", false),
                Endpoint.of(both.marketplace, "POST", "/bookings/" + booking + "/cancel")
                        .mayBeEmpty()
                        .field("reason", TEXT, "\"rain\"", false));
    }

    @TestFactory
    Stream<DynamicTest> everyBadBodyIsRefusedByEveryEndpoint() {
        String before = stored();
        return endpoints().stream()
                .flatMap(endpoint -> Stream.concat(
                        endpoint.badRequests().stream()
                                .map(bad ->
                                        dynamicTest(bad.name(), () -> bad.send().expectProblem(bad.status()))),
                        Stream.of(dynamicTest(
                                endpoint.title("nothing of this is stored"),
                                () -> assertThat(stored()).isEqualTo(before)))));
    }

    @TestFactory
    Stream<DynamicTest> sqlAndMarkupInTextIsTextAndNothingMore() {
        return reservation()
                .fields(TEXT)
                .map(field -> dynamicTest(field, () -> {
                    String nasty = "'; DROP TABLE reservation; -- <script>alert(1)</script> ${7*7} %s {{x}}";
                    Answer stored = both.restaurant
                            .post(
                                    "/reservations",
                                    reservation().without("reservation_id").with(field, "\"" + nasty + "\""))
                            .expect(201);
                    assertThat(stored.at("/" + field)).isEqualTo(nasty);
                    assertThat(both.restaurant
                                    .get("/reservations/" + stored.at("/reservation_id"))
                                    .at("/" + field))
                            .isEqualTo(nasty);
                    both.marketplace.awaitShown("/events/" + stored.at("/reservation_id"), "/guests", "60");
                }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "...",
                "a.b",
                "..%2Fx",
                "a%2Fb",
                "a%5Cb",
                "a%00b",
                "a%0Ab",
                "%FF",
                "a'b",
                "a%27%20OR%201=1--",
                "x;y=1",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void anIdThatCannotBeIsNeverFound(String id) {
        for (String path : List.of("/reservations/" + id, "/reservations/" + id + "/itinerary", "/partners/" + id)) {
            expectRefusal(both.restaurant.send("GET", path, null, new byte[0]));
        }
        for (String path :
                List.of("/events/" + id, "/events/" + id + "/services", "/bookings/" + id, "/partners/" + id)) {
            expectRefusal(both.marketplace.send("GET", path, null, new byte[0]));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/events/RES-1?partner=..%2f", "/events?cursor=x", "/services?category=%00", "/events?cursor=-1"
            })
    void aQueryThatCannotBeIsRefused(String path) {
        both.marketplace.get(path).expectProblem(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "PUT", "PATCH", "TRACE"})
    void aMethodThatIsNotThereIsRefused(String method) {
        both.restaurant
                .send(method, "/reservations", "application/json", new byte[0])
                .expectProblem(405);
        both.marketplace
                .send(method, "/services", "application/json", new byte[0])
                .expectProblem(405);
        both.marketplace
                .send(method, "/webhooks/partner/chuwue-grill", "application/json", new byte[0])
                .expectProblem(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "3",
                "{}",
                "{\"source\":\"x\",\"event_type\":\"event.cancelled\",\"timestamp\":\"NOW\"}",
                "{\"source\":\"x\",\"event_type\":\"event.cancelled\",\"timestamp\":\"NOW\",\"data\":[]}",
                "{\"source\":\"x\",\"event_type\":\"event.cancelled\",\"timestamp\":\"NOW\",\"data\":{}}",
                "{\"event_type\":\"event.cancelled\",\"timestamp\":\"NOW\",\"data\":{\"reservation_id\":\"RES-1\"}}",
                "{\"source\":\"x\",\"event_type\":7,\"timestamp\":\"NOW\",\"data\":{}}",
                "{\"source\":\"x\",\"event_type\":\"event.cancelled\",\"data\":{\"reservation_id\":\"RES-1\"}}",
                "{\"source\":\"x\",\"event_type\":\"event.cancelled\",\"timestamp\":\"yesterday\",\"data\":{\"reservation_id\":\"RES-1\"}}",
                "{\"source\":\"x\",\"event_type\":\"event.cancelled\",\"timestamp\":\"NOW\",\"data\":{\"reservation_id\":\"../RES-1\"}}",
                "{\"source\":\"x\",\"event_type\":\"event.cancelled\",\"timestamp\":\"NOW\",\"event_id\":\"other\",\"data\":{\"reservation_id\":\"RES-1\"}}",
                "{\"source\":\"x\",\"event_type\":\"event.reservation_confirmed\",\"timestamp\":\"NOW\",\"data\":{\"reservation_id\":\"RES-2\","
                        + "\"event_name\":\"x\",\"date\":\"2026-02-30\",\"guests\":50}}",
                "{\"source\":\"x\",\"event_type\":\"event.reservation_confirmed\",\"timestamp\":\"NOW\",\"data\":{\"reservation_id\":\"RES-2\","
                        + "\"event_name\":\"x\",\"date\":\"2026-02-15\",\"guests\":\"many\"}}",
                "{\"source\":\"x\",\"event_type\":\"event.cancelled\",\"event_type\":\"x\",\"timestamp\":\"NOW\",\"data\":{}}",
            })
    void aSignedWebhookThatIsNoEventIsRefused(String body) {
        byte[] bytes = body.replace("NOW", Instant.now().toString()).getBytes(UTF_8);
        String before = stored();
        SignedWebhook.of("evt_bad", bytes, secret)
                .sendTo(both.marketplace, "/webhooks/partner/chuwue-grill")
                .expectProblem(400);
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void aSignedWebhookThatIsNoTextIsRefusedAndOneTooLargeToo() {
        byte[] broken = {'{', '"', (byte) 0xC3, '(', '"', ':', '1', '}'};
        SignedWebhook.of("evt_bad", broken, secret)
                .sendTo(both.marketplace, "/webhooks/partner/chuwue-grill")
                .expectProblem(400);
        byte[] large = ("{\"a\":\"" + "x".repeat(2 << 20) + "\"}").getBytes(UTF_8);
        SignedWebhook.of("evt_bad", large, secret)
                .sendTo(both.marketplace, "/webhooks/partner/chuwue-grill")
                .expectProblem(413);
    }

    private static void expectRefusal(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isIn(400, 404);
        answer.expectProblem(answer.status());
    }

    /** Everything that a request may have stored, as both services show it. */
    private static String stored() {
        return List.of(
                        both.restaurant.get("/reservations").expect(200).body(),
                        both.restaurant
                                .get("/reservations/RES-1/itinerary")
                                .expect(200)
                                .body(),
                        both.restaurant.get("/partners").expect(200).body(),
                        both.marketplace.get("/events").expect(200).body(),
                        both.marketplace.get("/partners").expect(200).body(),
                        both.marketplace
                                .get("/partners/chuwue-grill/status")
                                .expect(200)
                                .at("/received"))
                .toString();
    }
}
