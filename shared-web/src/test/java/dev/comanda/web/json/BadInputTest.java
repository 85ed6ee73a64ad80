package dev.comanda.web.json;

import static dev.comanda.web.Wire.ascii;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.comanda.web.Sample;
import dev.comanda.web.Wire;
import dev.comanda.web.problem.Problem;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BadInputTest {
    private static final String INVALID_FIELD = "urn:comanda:problem:invalid-field";
    private static final String INVALID_BODY = "urn:comanda:problem:invalid-body";

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // the test framework fills it
    URI server;

    @Test
    void answersAValidBody() {
        given().contentType("application/json; charset=utf-8")
                .body(Sample.json(
                        ",\"price\":1e3,\"since\":\"2026-02-01T18:00:00.123456Z\",\"note\":\"<b>' OR 1=1 --\""))
                .post("/samples")
                .then()
                .statusCode(200)
                .body(equalTo("""
                        {"event_name":"Cena","date":"2026-02-15","time":"19:00","guests":50,"price":1000,\
                        "since":"2026-02-01T18:00:00.123Z","note":"<b>' OR 1=1 --"}"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ,"guests":"3"               | guests
            ,"admin":true               | admin
            ,"price":"9"                | price
            ,"price":1e999999999        | price
            ,"note":"\\u0000"           | note
            ,"provider":{"name":5}      | provider.name
            ,"services_requested":["a","b",3] | services_requested[2]
            """)
    void namesTheField(String more, String field) {
        post(Sample.json(more))
                .statusCode(400)
                .contentType(Problem.MEDIA_TYPE)
                .body("type", equalTo(INVALID_FIELD))
                .body("title", equalTo("A field is not valid"))
                .body("status", equalTo(400))
                .body("field", equalTo(field));
    }

    @Test
    void namesADateThatDoesNotExist() {
        post(Sample.json("").replace("2026-02-15", "2026-02-30"))
                .statusCode(400)
                .body("field", equalTo("date"))
                .body("detail", equalTo("date must be an existing date such as 2026-02-15."));
    }

    @Test
    void namesAConstraintInEnglish() {
        given().contentType("application/json")
                .header("Accept-Language", "es")
                .body(Sample.json("").replace("50", "0"))
                .post("/samples")
                .then()
                .statusCode(400)
                .body("field", equalTo("guests"))
                .body("detail", equalTo("guests must be greater than or equal to 1."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "[1]", "5", "\"x\"", "{", "{}{}", "{} {}", "<xml/>", "event_name=x"})
    void refusesWhatIsNoObject(String body) {
        post(body)
                .statusCode(400)
                .contentType(Problem.MEDIA_TYPE)
                .body("type", equalTo(INVALID_BODY))
                .body("field", nullValue());
    }

    @Test
    void refusesDeepNesting() {
        String body = Sample.json(",\"deep\":" + "[".repeat(50_000) + "]".repeat(50_000));

        Wire.Answer answer = Wire.send(server, ascii("""
                POST /samples HTTP/1.1
                Host: localhost
                Connection: close
                Content-Type: application/json
                Content-Length: %d

                """.formatted(body.length())), ascii(body));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains(INVALID_BODY);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] body = {'{', '"', (byte) 0xFF, '"', ':', '1', '}'};

        given().contentType("application/json")
                .body(body)
                .post("/samples")
                .then()
                .statusCode(400)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", equalTo("The body is not UTF-8."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "nonsense"})
    void refusesOtherMediaTypes(String contentType) {
        Wire.Answer answer = Wire.send(server, ascii("""
                POST /samples HTTP/1.1
                Host: localhost
                Connection: close
                Content-Type: %s
                Content-Length: 2

                {}""".formatted(contentType)));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.isProblem()).as(answer.text()).isTrue();
    }

    @Test
    void refusesABodyWithoutAMediaType() {
        Wire.Answer answer = Wire.send(server, ascii("""
                POST /samples HTTP/1.1
                Host: localhost
                Connection: close
                Content-Length: 2

                {}"""));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.isProblem()).as(answer.text()).isTrue();
    }

    @Test
    void takesAnAbsentBodyOnlyWhereItIsOptional() {
        String request = """
                POST %s HTTP/1.1
                Host: localhost
                Connection: close

                """;

        assertThat(Wire.send(server, ascii(request.formatted("/samples/optional")))
                        .text())
                .startsWith("HTTP/1.1 200")
                .endsWith("{}");
        Wire.Answer required = Wire.send(server, ascii(request.formatted("/samples")));
        assertThat(required.status()).isEqualTo(400);
        assertThat(required.text()).contains("The body is empty.");
    }

    @Test
    void takesAnEmptyBodyWhereItIsOptionalAndStillReadsAPresentOneStrictly() {
        given().contentType("application/json")
                .body("")
                .post("/samples/optional")
                .then()
                .statusCode(200);
        given().contentType("application/json")
                .body("{\"reason\":\"rain\"}")
                .post("/samples/optional")
                .then()
                .statusCode(200)
                .body("reason", equalTo("rain"));
        given().contentType("application/json")
                .body("{\"reason\":5}")
                .post("/samples/optional")
                .then()
                .statusCode(400)
                .body("field", equalTo("reason"));
        given().contentType("application/json")
                .body("null")
                .post("/samples/optional")
                .then()
                .statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/samples", "/samples/raw"})
    void refusesTwoMebibytesHoweverTheyAreAnnounced(String path) {
        byte[] body =
                Sample.json("").replace("}", " ".repeat(2 * 1024 * 1024) + "}").getBytes(UTF_8);
        given().contentType("application/json")
                .body(body)
                .post(path)
                .then()
                .statusCode(413)
                .contentType(Problem.MEDIA_TYPE)
                .body("type", equalTo("urn:comanda:problem:too-large"));

        Wire.Answer chunked = Wire.send(server, ascii("""
                POST %s HTTP/1.1
                Host: localhost
                Connection: close
                Content-Type: application/json
                Transfer-Encoding: chunked

                %x
                """.formatted(path, body.length)), body, ascii("\n0\n\n"));
        assertThat(chunked.status()).isEqualTo(413);
        assertThat(chunked.isProblem()).isTrue();
    }

    @Test
    void handsOutBytesAsTheyCame() {
        given().contentType("application/json")
                .body(new byte[] {(byte) 0xFF, 0})
                .post("/samples/raw")
                .then()
                .statusCode(200)
                .body("bytes", equalTo(2));
        given().contentType("application/json")
                .body(new byte[1024 * 1024])
                .post("/samples/raw")
                .then()
                .statusCode(200)
                .body("bytes", equalTo(1024 * 1024));
        given().post("/samples/raw").then().statusCode(200).body("bytes", equalTo(0));
    }

    @ParameterizedTest
    @CsvSource({
        "cursor=x,cursor",
        "limit=many,limit",
        "limit=0,limit",
        "limit=201,limit",
        "limit=-1,limit",
        "depth=4,depth"
    })
    void namesAQueryParameter(String query, String field) {
        given().get("/samples?" + query)
                .then()
                .statusCode(400)
                .contentType(Problem.MEDIA_TYPE)
                .body("field", equalTo(field));
    }

    @Test
    void takesGoodQueryParameters() {
        given().get("/samples?cursor=" + new Cursor(9) + "&limit=200&depth=3")
                .then()
                .statusCode(200)
                .body(equalTo("{\"limit\":200,\"after\":9,\"depth\":3}"));
        given().get("/samples").then().statusCode(200).body(equalTo("{\"limit\":50,\"depth\":1}"));
    }

    private static ValidatableResponse post(String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/samples")
                .then();
    }
}
