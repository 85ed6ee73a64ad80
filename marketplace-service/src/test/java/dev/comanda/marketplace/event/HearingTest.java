package dev.comanda.marketplace.event;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.database.testing.Dump;
import dev.comanda.marketplace.testing.Restaurant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class HearingTest {
    private static final String CONFIRMED = "event.reservation_confirmed";
    private static final String UPDATED = "event.updated";
    private static final String CANCELLED = "event.cancelled";
    private static final String PAID = "payment.success";
    private static final String DISPUTED = "payment.disputed";

    /** What the restaurants of the first generation send, and nothing more. */
    private static final String SEED = """
            {"reservation_id": "RES-1", "event_name": "Cena Corporativa TechCorp", "date": "2026-02-15", "guests": 50}
            """;

    @Inject
    Jdbi jdbi;

    private Restaurant grill;

    @BeforeEach
    void register() {
        grill = Restaurant.register();
    }

    @Test
    void keepsAllThatIsSaid() {
        assertThat(grill.say(CONFIRMED, whole(1, "19:00"))).isEqualTo("handled");
        assertThat(event().toString())
                .isEqualTo("{\"reservation_id\":\"RES-1\",\"external_event_id\":\"RES-1\",\"partner_id\":\"" + grill.id
                        + "\",\"event_name\":\"Cena Corporativa TechCorp\",\"date\":\"2026-02-15\",\"time\":\"19:00\","
                        + "\"guests\":50,\"contact_name\":\"María García\",\"contact_phone\":\"0991234567\","
                        + "\"services_requested\":[\"dj\",\"decoracion\"],\"status\":\"confirmed\",\"revision\":1,"
                        + "\"bookings\":[]}");
    }

    @Test
    void needsOnlyWhatTheFirstGenerationSends() {
        assertThat(grill.say(CONFIRMED, SEED)).isEqualTo("handled");
        assertThat(event().has("time")).isFalse();
        assertThat(event().has("revision")).isFalse();
        assertThat(event().path("services_requested")).isEmpty();
    }

    @Test
    void takesAnIntegerForAnId() {
        assertThat(grill.say(CONFIRMED, SEED.replace("\"RES-1\"", "123"))).isEqualTo("handled");
        assertThat(given().get("/events/123?partner=" + grill.id).statusCode()).isEqualTo(200);
    }

    @Test
    void anOlderRevisionNeverTurnsTimeBack() {
        grill.say(CONFIRMED, whole(1, "19:00"));
        assertThat(grill.say(UPDATED, updated(3, "21:00"))).isEqualTo("handled");
        assertThat(grill.say(UPDATED, updated(2, "20:00"))).isEqualTo("superseded");
        assertThat(grill.say(CONFIRMED, whole(3, "19:00"))).isEqualTo("superseded");
        assertThat(event().path("time").asText()).isEqualTo("21:00");
        assertThat(event().path("revision").asLong()).isEqualTo(3);
    }

    @Test
    void withoutRevisionsAnOlderTimestampNeverTurnsTimeBack() {
        Instant now = Instant.now();
        grill.say(CONFIRMED, now.minusSeconds(30), SEED);
        assertThat(grill.say(UPDATED, now.minusSeconds(10), changes("\"guests\": 80")))
                .isEqualTo("handled");
        assertThat(grill.say(UPDATED, now.minusSeconds(20), changes("\"guests\": 60")))
                .isEqualTo("superseded");
        assertThat(event().path("guests").asInt()).isEqualTo(80);
    }

    @Test
    void bareChangesApplyToWhatIsStored() {
        grill.say(CONFIRMED, whole(1, "19:00"));
        assertThat(grill.say(UPDATED, changes("\"time\": \"20:30\", \"guests\": 70")))
                .isEqualTo("handled");
        assertThat(event().path("time").asText()).isEqualTo("20:30");
        assertThat(event().path("guests").asInt()).isEqualTo(70);
        assertThat(event().path("contact_name").asText()).isEqualTo("María García");
    }

    @Test
    void bareChangesWaitForTheirEvent() {
        Instant now = Instant.now();
        assertThat(grill.say(UPDATED, now, changes("\"guests\": 70"))).isEqualTo("waiting");
        grill.say(CONFIRMED, now.minusSeconds(10), SEED);
        grill.settledAll();
        assertThat(event().path("guests").asInt()).isEqualTo(70);
    }

    @Test
    void anUpdateWithTheWholeStateNeedsNoConfirmation() {
        assertThat(grill.say(UPDATED, updated(2, "21:00"))).isEqualTo("handled");
        assertThat(event().path("time").asText()).isEqualTo("21:00");
        assertThat(grill.say(CONFIRMED, whole(1, "19:00"))).isEqualTo("superseded");
    }

    @Test
    void aCancellationIsFinal() {
        grill.say(CONFIRMED, whole(1, "19:00"));
        assertThat(grill.say(CANCELLED, "{\"reservation_id\": \"RES-1\", \"reason\": \"rain\", \"revision\": 2}"))
                .isEqualTo("handled");
        assertThat(grill.say(UPDATED, updated(3, "21:00"))).isEqualTo("superseded");
        assertThat(event().path("status").asText()).isEqualTo("cancelled");
        assertThat(event().path("time").asText()).isEqualTo("19:00");
    }

    @Test
    void aCancellationThatCameFirstIsNotRevivedByItsConfirmation() {
        assertThat(grill.say(CANCELLED, "{\"reservation_id\": \"RES-1\", \"reason\": \"rain\", \"revision\": 2}"))
                .isEqualTo("handled");
        assertThat(grill.say(CONFIRMED, whole(1, "19:00"))).isEqualTo("superseded");
        assertThat(event().path("status").asText()).isEqualTo("cancelled");
        assertThat(given().get("/events/RES-1/services?partner=" + grill.id).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPaymentIsKeptWithItsEventAndWaitsForIt() {
        String payment = "{\"reservation_id\": \"RES-1\", \"amount\": 250.00, \"payment_id\": \"pay_1\"}";
        assertThat(grill.say(PAID, payment)).isEqualTo("waiting");
        grill.say(CONFIRMED, SEED);
        grill.settledAll();
        assertThat(event().path("paid").toString())
                .isEqualTo("{\"amount\":250.0,\"currency\":\"USD\",\"payment_id\":\"pay_1\"}");
        assertThat(grill.say(PAID, "{\"reservation_id\": \"RES-1\", \"amount\": \"99.9\", \"currency\": \"EUR\"}"))
                .isEqualTo("handled");
        assertThat(event().path("paid").toString()).isEqualTo("{\"amount\":99.9,\"currency\":\"EUR\"}");
    }

    @Test
    void aDisputeIsKeptWithItsEventAndWaitsForIt() {
        assertThat(grill.say(DISPUTED, """
                {"reservation_id": "RES-1", "payment_id": "pay_1", "amount": 1500.5, "currency": "USD",
                 "due_by": "2026-02-20T23:59:59Z"}
                """)).isEqualTo("waiting");
        grill.say(CONFIRMED, SEED);
        grill.settledAll();
        assertThat(event().path("disputed").toString())
                .isEqualTo("{\"amount\":1500.5,\"currency\":\"USD\",\"payment_id\":\"pay_1\","
                        + "\"due_by\":\"2026-02-20T23:59:59Z\"}");
        assertThat(event().path("status").asText()).isEqualTo("confirmed");
        assertThat(grill.refusal(DISPUTED, "{\"reservation_id\": \"RES-1\", \"amount\": 1, \"due_by\": \"tomorrow\"}"))
                .isEqualTo("data.due_by");
    }

    @Test
    void aDumpOfTheDatabaseDoesNotNameTheGuest() {
        String said = whole(1, "19:00")
                .replace("María García", "Dolores " + grill.id)
                .replace("0991234567", "+593 " + grill.id);
        assertThat(grill.say(CONFIRMED, said)).isEqualTo("handled");

        assertThat(Dump.columnsWith(jdbi, "Dolores " + grill.id)).isEmpty();
        assertThat(Dump.columnsWith(jdbi, "+593 " + grill.id)).isEmpty();
        assertThat(Dump.columnsWith(jdbi, "Cena Corporativa TechCorp")).containsExactly("event.event_name");
        assertThat(event().path("contact_name").asText()).isEqualTo("Dolores " + grill.id);
        assertThat(event().path("contact_phone").asText()).isEqualTo("+593 " + grill.id);
    }

    @Test
    void aGuestWhoIsErasedAfterTheCancellationIsGoneHereToo() {
        grill.say(CONFIRMED, whole(1, "19:00"));
        grill.say(CANCELLED, "{\"reservation_id\": \"RES-1\", \"revision\": 2}");
        String erased = updated(3, "22:00").replace("María García", "[erased]").replace("0991234567", "[erased]");

        assertThat(grill.say(UPDATED, erased)).isEqualTo("handled");
        assertThat(grill.say(UPDATED, updated(2, "22:00"))).isEqualTo("superseded");

        assertThat(event().path("contact_name").asText()).isEqualTo("[erased]");
        assertThat(event().path("contact_phone").asText()).isEqualTo("[erased]");
        assertThat(event().path("time").asText()).isEqualTo("19:00");
        assertThat(event().path("status").asText()).isEqualTo("cancelled");
    }

    @Test
    void hearingPublishesNothing() {
        grill.say(CONFIRMED, whole(1, "19:00"));
        grill.say(UPDATED, updated(2, "21:00"));
        grill.say(PAID, "{\"reservation_id\": \"RES-1\", \"amount\": 1}");
        grill.say(CANCELLED, "{\"reservation_id\": \"RES-1\", \"revision\": 3}");
        assertThat(grill.told("RES-1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "event.reservation_confirmed | \"RES-1\"      | \"RES.1\"      | data.reservation_id",
                "event.reservation_confirmed | \"RES-1\"      | null           | data.reservation_id",
                "event.reservation_confirmed | 2026-02-15     | 2026-02-30     | data.date",
                "event.reservation_confirmed | \"2026-02-15\" | [2026,2,15]    | data.date",
                "event.reservation_confirmed | \"2026-02-15\" | null           | data.date",
                "event.reservation_confirmed | 19:00          | 25:00          | data.time",
                "event.reservation_confirmed | 50             | 0              | data.guests",
                "event.reservation_confirmed | 50             | 3.7            | data.guests",
                "event.reservation_confirmed | 50             | \"50\"         | data.guests",
                "event.reservation_confirmed | 50             | 99999999999    | data.guests",
                "event.reservation_confirmed | María          | \\u0000        | data.contact_name",
                "event.reservation_confirmed | [\"dj\"        | [{}            | data.services_requested[0]",
            })
    void dataThatDoesNotFitIsRefusedByName(String type, String good, String bad, String field) {
        assertThat(whole(1, "19:00")).contains(good);
        assertThat(grill.refusal(type, whole(1, "19:00").replace(good, bad))).isEqualTo(field);
        assertThat(given().get("/events/RES-1?partner=" + grill.id).statusCode())
                .isEqualTo(404);
    }

    @Test
    void anUpdateIsRefusedByTheNameOfTheChange() {
        assertThat(grill.refusal(UPDATED, changes("\"date\": \"2026-02-30\""))).isEqualTo("data.changes.date");
        assertThat(grill.refusal(UPDATED, "{\"reservation_id\": \"RES-1\"}")).isEqualTo("data.changes");
    }

    private JsonNode event() {
        return Restaurant.json(given().get("/events/RES-1?partner=" + grill.id)
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private static String whole(int revision, String time) {
        return """
                {"reservation_id": "RES-1", "event_name": "Cena Corporativa TechCorp", "date": "2026-02-15",
                 "time": "%s", "guests": 50, "contact_name": "María García", "contact_phone": "0991234567",
                 "services_requested": ["dj", "decoracion"], "revision": %d, "mood": "festive"}
                """.formatted(time, revision);
    }

    private static String updated(int revision, String time) {
        return "{\"reservation_id\": \"RES-1\", \"changes\": {\"time\": \"%s\"}, \"reservation\": %s, \"revision\": %d}"
                .formatted(time, whole(revision, time), revision);
    }

    private static String changes(String fields) {
        return "{\"reservation_id\": \"RES-1\", \"changes\": {" + fields + "}}";
    }
}
