package dev.comanda.web.problem;

import static dev.comanda.web.Wire.ascii;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.comanda.web.Wire;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProblemAnswersTest {
    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // the test framework fills it
    URI server;

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/nothing", "/nothing/deeper", "/samples/a/b", "/q", "/q/", "/q/nothing", "/q/nothing/x"})
    void answersUnknownPaths(String path) {
        given().header("Accept", "text/html")
                .get(path)
                .then()
                .statusCode(404)
                .contentType(Problem.MEDIA_TYPE)
                .body("type", equalTo("urn:comanda:problem:not-found"))
                .body("title", equalTo("Not found"))
                .body("status", equalTo(404))
                .body("detail", equalTo("There is nothing at this path."));
    }

    @Test
    void answersAThingThatIsNotThere() {
        given().get("/samples/none").then().statusCode(404).body("detail", equalTo("There is no such sample."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH"})
    void answersOtherMethodsWithThoseAllowed(String method) {
        given().request(method, "/samples")
                .then()
                .statusCode(405)
                .contentType(Problem.MEDIA_TYPE)
                .header("Allow", "GET, HEAD, OPTIONS, POST")
                .body("type", equalTo("urn:comanda:problem:method-not-allowed"));
    }

    @Test
    void listsTheMethodsOfAPathWithAParameter() {
        given().post("/samples/broken").then().statusCode(405).header("Allow", "GET, HEAD, OPTIONS");
        given().delete("/samples/raw").then().statusCode(405).header("Allow", "GET, HEAD, OPTIONS, POST");
    }

    @Test
    void answersWhatItCannotWrite() {
        given().accept("text/html")
                .get("/samples")
                .then()
                .statusCode(406)
                .contentType(Problem.MEDIA_TYPE)
                .body("type", equalTo("urn:comanda:problem:not-acceptable"));
    }

    @ParameterizedTest
    @CsvSource({
        "conflict,409,urn:comanda:problem:conflict,It is taken.",
        "busy,503,urn:comanda:problem:unavailable,Too many bodies in hand.",
        "database,503,urn:comanda:problem:unavailable,The database cannot be reached; try again."
    })
    void answersWhatResourcesThrow(String how, int status, String type, String detail) {
        given().get("/samples/" + how)
                .then()
                .statusCode(status)
                .contentType(Problem.MEDIA_TYPE)
                .body("type", equalTo(type))
                .body("status", equalTo(status))
                .body("detail", equalTo(detail));
    }

    @Test
    void saysWhenToTryAgainInWholeSeconds() {
        given().get("/samples/busy").then().header("Retry-After", "1");
        given().get("/samples/database").then().header("Retry-After", "5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken", "constraint"})
    void saysNothingAboutItsOwnFaultsButAnId(String how) {
        given().get("/samples/" + how)
                .then()
                .statusCode(500)
                .contentType(Problem.MEDIA_TYPE)
                .body("type", equalTo("urn:comanda:problem:internal"))
                .body("detail", nullValue())
                .body("instance", matchesPattern("urn:uuid:[0-9a-f-]{36}"))
                .body(not(containsString("secret")))
                .body(not(containsString("Exception")));
    }

    @Test
    void givesABodyToABareStatus() {
        given().get("/samples/bare")
                .then()
                .statusCode(418)
                .contentType(Problem.MEDIA_TYPE)
                .body("type", equalTo("about:blank"))
                .body("status", equalTo(418));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/samples/%",
                "/samples/%zz",
                "/samples/%FF",
                "/samples/%C0%80",
                "/samples/%00",
                "/samples/a|b",
                "/samples;a=b/bare",
                "/samples/bare;",
                "/samples?cursor=%zz",
                "/samples?cursor=%FF",
                "/samples?cursor=%00",
                "/%zz",
                "/q/%zz"
            })
    void refusesAddressesThatCannotBeDecoded(String path) {
        Wire.Answer answer = Wire.send(server, ascii("""
                GET %s HTTP/1.1
                Host: localhost
                Connection: close

                """.formatted(path)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.isProblem()).as(answer.text()).isTrue();
    }

    @Test
    void stillServesAddressesThatCan() {
        given().urlEncodingEnabled(false)
                .get("/samples/%C3%B1")
                .then()
                .statusCode(404)
                .body("detail", equalTo("There is no such sample."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/samples", "/samples/raw", "/nothing"})
    void refusesABodyAnnouncedTooLargeBeforeItIsSent(String path) {
        Wire.Answer answer = Wire.send(server, ascii("""
                POST %s HTTP/1.1
                Host: localhost
                Connection: close
                Content-Type: application/json
                Content-Length: 9437184

                """.formatted(path)));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.isProblem()).as(answer.text()).isTrue();
    }

    @Test
    void letsACallerFinishSendingSoThatItHearsTheAnswer() {
        given().contentType("application/json")
                .body(new byte[9 * 1024 * 1024])
                .post("/samples")
                .then()
                .statusCode(413)
                .contentType(Problem.MEDIA_TYPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/samples", "/samples/raw"})
    void refusesNineMebibytesInChunks(String path) {
        byte[] body = new byte[9 * 1024 * 1024];
        Wire.Answer answer = Wire.send(server, ascii("""
                POST %s HTTP/1.1
                Host: localhost
                Connection: close
                Content-Type: application/json
                Transfer-Encoding: chunked

                %x
                """.formatted(path, body.length)), body, ascii("\n0\n\n"));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.isProblem()).as(answer.text()).isTrue();
    }
}
