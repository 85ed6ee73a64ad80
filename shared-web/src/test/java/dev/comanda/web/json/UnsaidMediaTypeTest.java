package dev.comanda.web.json;

import static dev.comanda.web.Wire.ascii;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.comanda.web.Sample;
import dev.comanda.web.Wire;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class UnsaidMediaTypeTest {
    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // the test framework fills it
    URI server;

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "text/html,*/*;q=0.8"})
    void answersJson(String accept) {
        for (String path : List.of("/plain", "/plain/response")) {
            assertThat(got(path, accept).text()).contains("application/json").endsWith("{\"bytes\":1}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/xml", ";;;", "x"})
    void neverAnswersAnythingElse(String accept) {
        for (String path : List.of("/plain", "/samples")) {
            Wire.Answer answer = got(path, accept);
            assertThat(answer.status()).as(answer.text()).isEqualTo(406);
            assertThat(answer.isProblem()).isTrue();
        }
        assertThat(got("/plain/response", accept).text())
                .startsWith("HTTP/1.1 200")
                .contains("application/json")
                .endsWith("{\"bytes\":1}");
    }

    @Test
    void readsStrictlyAllTheSame() {
        given().contentType("application/json")
                .body(Sample.json(",\"guests\":\"3\"").replace(",\"guests\":50", ""))
                .post("/plain")
                .then()
                .statusCode(400)
                .body("field", equalTo("guests"));
        given().contentType("application/json")
                .body(Sample.json(""))
                .post("/plain")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "application/vnd.x+json",
                "a/b"
            })
    void refusesOtherMediaTypes(String contentType) {
        Wire.Answer answer = posted("/plain", "Content-Type: " + contentType + "\nContent-Length: 2", "{}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(415);
        assertThat(answer.isProblem()).isTrue();
    }

    @Test
    void knowsAnAbsentBodyFromOneWithoutAMediaType() {
        assertThat(posted("/plain/optional", "Content-Length: 0", "").status()).isEqualTo(200);
        assertThat(posted("/plain/optional", "X-Nothing: 0", "").status()).isEqualTo(200);
        assertThat(posted("/plain/optional", "Content-Length: 2", "{}").status())
                .isEqualTo(415);
        assertThat(posted("/plain", "X-Nothing: 0", "").status()).isEqualTo(400);
    }

    private Wire.Answer got(String path, String accept) {
        return Wire.send(server, ascii("""
                GET %s HTTP/1.1
                Host: localhost
                Connection: close
                Accept: %s

                """.formatted(path, accept)));
    }

    private Wire.Answer posted(String path, String headers, String body) {
        return Wire.send(server, ascii("""
                POST %s HTTP/1.1
                Host: localhost
                Connection: close
                %s

                """.formatted(path, headers)), ascii(body));
    }
}
