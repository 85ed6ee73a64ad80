package dev.comanda.partners;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The partner {@code hasty} may send once a second and twice at once; {@code patient} has no limit. */
@QuarkusTest
class RateLimitTest {
    @Inject
    Engine engine;

    private String hasty = "";
    private String patient = "";

    @BeforeEach
    void registerTwoPartners() {
        hasty = Senders.register("hasty", "http://127.0.0.1:9/nowhere");
        patient = Senders.register("patient", "http://127.0.0.1:9/nowhere");
    }

    @AfterEach
    void removeThem() {
        engine.tidy("hasty", "patient");
    }

    @Test
    void aPartnerThatSendsTooFastGets429AndNothingOfItIsStored() throws Exception {
        List<Response> answers;
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = pool
                    .invokeAll(IntStream.range(0, 40)
                            .<java.util.concurrent.Callable<Response>>mapToObj(i -> () -> post("hasty", hasty, i))
                            .toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
        }
        List<Response> limited =
                answers.stream().filter(it -> it.statusCode() == 429).toList();
        assertThat(limited).isNotEmpty().allSatisfy(refusal -> {
            refusal.then()
                    .contentType("application/problem+json")
                    .body("type", equalTo("urn:comanda:problem:too-many-requests"))
                    .body("title", equalTo("Too many requests"));
            assertThat(refusal.header("Retry-After")).isEqualTo("1");
        });
        assertThat(answers).allMatch(it -> it.statusCode() == 200 || it.statusCode() == 429);
        assertThat(engine.count("select count(*) from inbound_event where partner_id = 'hasty'"))
                .isEqualTo(40 - limited.size());

        for (int i = 0; i < 10; i++) {
            post("patient", patient, i).then().statusCode(200);
        }
        LockSupport.parkNanos(Duration.ofMillis(1001).toNanos());
        post("hasty", hasty, 99).then().statusCode(200);
    }

    /** Else a stranger could use up what a partner may send. */
    @Test
    void aForgedWebhookDoesNotCount() {
        for (int i = 0; i < 5; i++) {
            post("hasty", patient, i).then().statusCode(401);
        }
        post("hasty", hasty, 1).then().statusCode(200);
        given().queryParam("partner", "hasty").get("/received").then().body("received.size()", equalTo(1));
    }

    private static Response post(String partner, String secret, int number) {
        String id = "evt_" + number;
        return Senders.post(partner, secret, id, Senders.envelope(id, "webhook.test", "{}"));
    }
}
