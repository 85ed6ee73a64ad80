package dev.comanda.web.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Behind a proxy that appends to what a client wrote, as many do by default. */
@QuarkusTest
@TestProfile(ForwardedAddressTest.Proxied.class)
class ForwardedAddressTest {
    /** This machine is the proxy. */
    public static final class Proxied implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.proxy.proxy-address-forwarding",
                    "true",
                    "quarkus.http.proxy.trusted-proxies",
                    "127.0.0.1,10.0.0.0/8");
        }
    }

    /** The first address counted, so anybody could choose the address that limits and log see. */
    @Test
    void aClientCannotChooseItsAddress() {
        given().header("X-Forwarded-For", "203.0.113.9, 192.0.2.1, 10.0.0.2")
                .get("/doors/address")
                .then()
                .body(equalTo("192.0.2.1"));
    }

    @Test
    void theAddressThatTheProxySetIsTheClients() {
        given().header("X-Forwarded-For", "192.0.2.1")
                .get("/doors/address")
                .then()
                .body(equalTo("192.0.2.1"));
        given().get("/doors/address").then().body(equalTo("127.0.0.1"));
    }
}
