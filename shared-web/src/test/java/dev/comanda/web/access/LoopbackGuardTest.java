package dev.comanda.web.access;

import static dev.comanda.web.Wire.ascii;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.comanda.web.Wire;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(LoopbackGuardTest.Demo.class)
class LoopbackGuardTest {
    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // the test framework fills it
    URI server;

    /** As in a demo. */
    public static final class Demo implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("comanda.access.open", "true", "comanda.access.loopback-only", "true");
        }
    }

    @Test
    void letsEverybodyAtThisMachineCall() {
        given().get("/doors").then().statusCode(200);
        given().header("Authorization", "Bearer wrong").get("/doors").then().statusCode(200);
        given().get("/doors/alpha/status").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8002", "127.0.0.1:8002", "127.9.9.9", "[::1]:8002", "[::1]"})
    void answersToLoopbackNames(String host) {
        assertThat(asked("Host: " + host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8002",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "192.168.1.7",
                "0.0.0.0",
                "[::]",
                "[fe80::1]"
            })
    void refusesAnyOtherName(String host) {
        Wire.Answer answer = asked("Host: " + host);

        assertThat(answer.status()).as(answer.text()).isEqualTo(421);
        assertThat(answer.isProblem()).isTrue();
        assertThat(answer.text()).contains("urn:comanda:problem:misdirected");
    }

    @Test
    void refusesARequestWithoutAHost() {
        Wire.Answer answer = Wire.send(server, ascii("GET /doors HTTP/1.0\n\n"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(421);
        assertThat(answer.isProblem()).as(answer.text()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Forwarded         | for=192.0.2.1
            X-Forwarded-For   | 192.0.2.1
            x-forwarded-proto | https
            X-Forwarded-Host  | localhost
            Via               | 1.1 proxy
            X-Real-IP         | 192.0.2.1
            True-Client-IP    | 192.0.2.1
            CF-Connecting-IP  | 192.0.2.1
            cf-ray            | 1
            CDN-Loop          | cdn
            X-Client-IP       | 192.0.2.1
            X-Amzn-Trace-Id   | Root=1
            X-Envoy-Peer      | 1
            """)
    void refusesWhatWasForwarded(String header, String value) {
        given().header(header, value)
                .get("/doors")
                .then()
                .statusCode(421)
                .contentType("application/problem+json")
                .body("status", equalTo(421));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "", "http://localhost.evil.example"})
    void refusesPagesFromElsewhere(String origin) {
        given().header("Origin", origin).post("/doors/alpha/pause").then().statusCode(421);
    }

    @Test
    void servesItsOwnPages() {
        given().header("Origin", "http://localhost:8002")
                .post("/doors/alpha/pause")
                .then()
                .statusCode(200);
    }

    private Wire.Answer asked(String host) {
        return Wire.send(server, ascii("""
                GET /doors HTTP/1.1
                %s
                Connection: close

                """.formatted(host)));
    }
}
