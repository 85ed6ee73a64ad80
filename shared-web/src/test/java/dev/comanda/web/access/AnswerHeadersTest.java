package dev.comanda.web.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AnswerHeadersTest {
    @ParameterizedTest
    @ValueSource(strings = {"/doors", "/audit", "/doors/alpha/status", "/nothing/here", "/q/metrics", "/servicesx"})
    void noCacheKeepsAnAnswer(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .header("Cache-Control", equalTo("no-store"))
                .header("X-Content-Type-Options", equalTo("nosniff"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/services", "/q/health/live", "/q/swagger-ui"})
    void whatIsTheSameForEverybodyMayBeKept(String path) {
        given().get(path)
                .then()
                .header("Cache-Control", nullValue())
                .header("X-Content-Type-Options", equalTo("nosniff"));
    }

    @Test
    void theChoiceOfAResourceStays() {
        given().get("/doors/kept").then().statusCode(200).header("Cache-Control", equalTo("max-age=60"));
    }
}
