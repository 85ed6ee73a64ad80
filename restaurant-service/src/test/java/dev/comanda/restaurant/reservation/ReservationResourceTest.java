package dev.comanda.restaurant.reservation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ReservationResourceTest {
    private final String id = "RES-" + UUID.randomUUID();

    @Test
    void aReservationIsConfirmedAtOnceAndReadBackAsGiven() {
        open(body(12)).statusCode(201).body("revision", equalTo(1)).body("status", equalTo("confirmed"));

        find().statusCode(200)
                .body("reservation_id", equalTo(id))
                .body("event_name", equalTo("Cena Corporativa TechCorp"))
                .body("date", equalTo("2026-02-15"))
                .body("time", equalTo("19:00"))
                .body("guests", equalTo(12))
                .body("contact_name", equalTo("María García"))
                .body("contact_phone", equalTo("0991234567"))
                .body("contact_email", equalTo("maria@example.com"))
                .body("services_requested", empty())
                .body("status", equalTo("confirmed"))
                .body("revision", equalTo(1));
    }

    @Test
    void aReservationWithoutAnIdGetsOne() {
        open(body(12).replace("\"reservation_id\":\"" + id + "\",", ""))
                .statusCode(201)
                .body("reservation_id", matchesPattern("RES-[0-9A-Z]{26}"));
    }

    @Test
    void theSameRequestAgainGetsTheFirstAnswerEvenAfterAChange() {
        open(body(12)).statusCode(201);
        patch("{\"guests\":13}").statusCode(200);

        open(body(12)).statusCode(200).body("guests", equalTo(12)).body("revision", equalTo(1));
        find().body("guests", equalTo(13)).body("revision", equalTo(2));
    }

    @Test
    void anotherRequestWithTheSameIdIsAConflict() {
        open(body(12)).statusCode(201);

        problem(open(body(13)), 409, "conflict");
    }

    @Test
    void ofTenEqualRequestsAtOnceOneOpensAndNineRepeat() throws Exception {
        var answers = atOnce(10, _ -> open(body(12)).extract().statusCode());

        assertThat(answers).containsOnlyOnce(201).contains(200).containsOnly(200, 201);
    }

    @Test
    void requestedServicesKeepEveryCharacter() {
        var services = List.of("a,b", "{c}", "\"d\"", "e\\f", "NULL", "ñ 🎉", "'; --");
        var quoted = new ArrayList<String>();
        services.forEach(one -> quoted.add("\"" + one.replace("\\", "\\\\").replace("\"", "\\\"") + "\""));
        open(body(12).replace("\"services_requested\":[]", "\"services_requested\":" + quoted))
                .statusCode(201);

        find().body("services_requested", equalTo(services));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "guests":12            | "guests":0              | guests
            "guests":12            | "guests":100001         | guests
            "guests":12            | "guests":3.7            | guests
            "guests":12            | "guests":"3"            | guests
            "date":"2026-02-15"    | "date":"2026-02-30"     | date
            "time":"19:00"         | "time":"24:00"          | time
            "time":"19:00"         | "time":"7pm"            | time
            "contact_name":"María García" | "contact_name":"a\\nb" | contact_name
            "contact_name":"María García" | "contact_name":"  "    | contact_name
            maria@example.com      | maria                   | contact_email
            "guests":12            | "guests":12,"menu":"x"  | menu
            "services_requested":[]| "services_requested":["dj",""] | services_requested[1]
            """)
    void aBadFieldIsNamed(String good, String bad, String field) {
        assertThat(body(12)).contains(good);

        problem(open(body(12).replace(good, bad)), 400, "invalid-field").body("field", equalTo(field));
        find().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RES 1", "RES.1", "", "RES/1"})
    void anIdOfOtherCharactersIsRefused(String bad) {
        problem(open(body(12).replace(id, bad)), 400, "invalid-field").body("field", equalTo("reservation_id"));
    }

    @Test
    void aPatchChangesWhatItNamesAndNothingElse() {
        open(body(12)).statusCode(201);

        patch("{\"guests\":20,\"services_requested\":[\"dj\"]}").statusCode(200).body("revision", equalTo(2));
        find().body("guests", equalTo(20))
                .body("services_requested", contains("dj"))
                .body("event_name", equalTo("Cena Corporativa TechCorp"))
                .body("contact_email", equalTo("maria@example.com"));
    }

    @Test
    void aPatchThatChangesNothingKeepsTheRevision() {
        open(body(12)).statusCode(201);

        patch("{\"guests\":12}").statusCode(200).body("revision", equalTo(1));
    }

    @Test
    void tenChangesAtOnceGetARevisionEach() throws Exception {
        open(body(12)).statusCode(201);

        var revisions =
                atOnce(10, i -> patch("{\"guests\":" + (20 + i) + "}").extract().<Integer>path("revision"));

        assertThat(revisions).containsExactlyInAnyOrder(2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void nullRemovesTheEmailAddressAndIsRefusedElsewhere() {
        open(body(12)).statusCode(201);

        patch("{\"contact_email\":null}").statusCode(200).body("contact_email", nullValue());
        for (String field : List.of(
                "event_name", "date", "time", "guests", "contact_name", "contact_phone", "services_requested")) {
            problem(patch("{\"" + field + "\":null}"), 400, "invalid-field").body("field", equalTo(field));
        }
    }

    @Test
    void aPatchIsHeldToTheSameLimits() {
        open(body(12)).statusCode(201);

        problem(patch("{\"guests\":\"13\"}"), 400, "invalid-field").body("field", equalTo("guests"));
        problem(patch("{\"guests\":0}"), 400, "invalid-field").body("field", equalTo("guests"));
        problem(patch("{\"date\":\"2026-02-30\"}"), 400, "invalid-field").body("field", equalTo("date"));
        problem(patch("{\"services_requested\":[\"a\",\" \"]}"), 400, "invalid-field")
                .body("field", equalTo("services_requested[1]"));
        problem(patch("{\"status\":\"cancelled\"}"), 400, "invalid-field").body("field", equalTo("status"));
        problem(patch("{}"), 400, "invalid-body");
        find().body("revision", equalTo(1));
    }

    @Test
    void cancellingTwiceIsCancellingOnceAndFinal() {
        open(body(12)).statusCode(201);

        cancel("{\"reason\":\"moved away\"}").statusCode(200).body("status", equalTo("cancelled"));
        cancel("{}").statusCode(200).body("revision", equalTo(2));
        given().noContentType()
                .post("/reservations/" + id + "/cancel")
                .then()
                .statusCode(200)
                .body("revision", equalTo(2));
        problem(patch("{\"guests\":13}"), 409, "conflict");
    }

    @Test
    void whatIsNotThereIsNotFoundWhateverTheIdLooksLike() {
        problem(find(), 404, "not-found");
        problem(patch("{\"guests\":13}"), 404, "not-found");
        problem(cancel("{}"), 404, "not-found");
        given().urlEncodingEnabled(false).get("/reservations/a%00b").then().statusCode(400);
        given().get("/reservations/" + "a".repeat(65)).then().statusCode(404);
    }

    @Test
    void pagesHoldFiftyEachAndEveryReservationOnce() {
        var opened = IntStream.range(0, 51)
                .mapToObj(i -> open(body(2).replace(id, id + "-" + i)).extract().<String>path("reservation_id"))
                .toList();

        var first = given().get("/reservations").then().statusCode(200).extract();
        String cursor = first.path("next_cursor");
        var second = given().queryParam("cursor", cursor)
                .get("/reservations")
                .then()
                .statusCode(200)
                .extract();

        var newest = opened.reversed();
        assertThat(first.<List<String>>path("reservations.reservation_id")).isEqualTo(newest.subList(0, 50));
        assertThat(second.<List<String>>path("reservations.reservation_id")).startsWith(newest.getLast());
        given().queryParam("cursor", "x").get("/reservations").then().statusCode(400);
    }

    private static List<Integer> atOnce(int times, IntFunction<Integer> request) throws Exception {
        var requests = IntStream.range(0, times)
                .<Callable<Integer>>mapToObj(i -> () -> request.apply(i))
                .toList();
        var answers = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(requests)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    private String body(int guests) {
        return """
                {"reservation_id":"%s","event_name":"Cena Corporativa TechCorp","date":"2026-02-15","time":"19:00",\
                "guests":%d,"contact_name":"María García","contact_phone":"0991234567",\
                "contact_email":"maria@example.com","services_requested":[]}""".formatted(id, guests);
    }

    private static ValidatableResponse open(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/reservations")
                .then();
    }

    private ValidatableResponse find() {
        return given().get("/reservations/" + id).then();
    }

    private ValidatableResponse patch(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .patch("/reservations/" + id)
                .then();
    }

    private ValidatableResponse cancel(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/reservations/" + id + "/cancel")
                .then();
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String type) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:comanda:problem:" + type));
    }
}
