package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import com.standardwebhooks.Webhook;
import dev.comanda.partners.outbox.Audience;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeliveryTest {
    @Inject
    Things things;

    @Inject
    Jdbi jdbi;

    private PartnerServer server;
    private String secret;

    @BeforeEach
    void registerAPartner() throws Exception {
        server = new PartnerServer();
        secret = Senders.register("beta", server.url());
    }

    @AfterEach
    void removeIt() {
        given().delete("/partners/beta").then().statusCode(204);
        server.close();
    }

    @Test
    void deliversWhatWasPublishedSignedInBothSchemes() throws Exception {
        String eventId =
                things.tell("thing.made", "T-1", 1, Audience.subscribers()).eventId();
        await(() -> server.calls().size() == 1);
        PartnerServer.Call call = server.calls().getFirst();
        assertThat(call.text())
                .startsWith("{\"data\":{\"revision\":1,\"thing\":\"T-1\"},\"event_id\":\"" + eventId + "\"")
                .contains("\"event_type\":\"thing.made\",\"source\":\"alpha\"")
                .endsWith("\"version\":\"1.0\"}");
        assertThat(call.header("x-partner-id")).isEqualTo("alpha");
        assertThat(call.header("comanda-attempt")).isEqualTo("1");
        assertThat(call.header("comanda-sequence")).isEqualTo("1");
        assertThat(call.header("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(call.header("x-hmac-signature"))
                .matches("[0-9a-f]{64}")
                .isEqualTo(call.header("x-partner-signature"));
        Map<String, List<String>> headers = new HashMap<>();
        call.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        new Webhook(secret).verify(call.text(), java.net.http.HttpHeaders.of(headers, (_, _) -> true));
    }

    @Test
    void publishesNothingWhenTheTransactionRollsBack() {
        assertThatThrownBy(() -> things.tellAndFail("T-2")).hasMessage("after publishing");
        things.tell("thing.made", "T-3", 1, Audience.subscribers());
        await(() -> !server.calls().isEmpty());
        assertThat(server.calls().getFirst().text()).contains("T-3");
    }

    @Test
    void leavesWithinMillisecondsOfTheCommit() {
        things.tell("thing.made", "warm", 1, Audience.subscribers());
        await(() -> server.calls().size() == 1);
        List<Long> millis = IntStream.range(0, 20)
                .mapToObj(i -> {
                    int before = server.calls().size();
                    long committed = System.nanoTime();
                    things.tell("thing.made", "fast-" + i, 1, Audience.subscribers());
                    watch(() -> server.calls().size() > before);
                    return (server.calls().getLast().nanoTime() - committed) / 1_000_000;
                })
                .sorted()
                .toList();
        assertThat(millis.get(10))
                .as("median of %s ms, the poll is 1000", millis)
                .isLessThan(500);
    }

    @Test
    void keepsTheOrderOfAThingThroughFailures() {
        server.answer(call -> Math.floorMod(call.nanoTime(), 5) == 0 ? 500 : 200);
        for (int revision = 1; revision <= 20; revision++) {
            things.tell("thing.changed", "ordered", revision, Audience.subscribers());
        }
        await(() -> delivered() == 20);
        List<String> accepted = server.calls().stream()
                .filter(call -> Math.floorMod(call.nanoTime(), 5) != 0)
                .map(PartnerServer.Call::text)
                .toList();
        for (int revision = 1; revision <= 20; revision++) {
            assertThat(accepted.get(revision - 1)).contains("\"revision\":" + revision + ",");
        }
    }

    @Test
    void sendsWhatWasCommittedWhileItNumbered() throws Exception {
        List<String> complaints = new CopyOnWriteArrayList<>();
        Handler ear = ear(complaints);
        Logger dispatcher = Logger.getLogger("dev.comanda.partners.delivery.Dispatcher");
        dispatcher.addHandler(ear);
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch numbering = new CountDownLatch(1);
        try (Handle dispatch = jdbi.open();
                Handle unnumbered = jdbi.open()) {
            dispatch.begin();
            dispatch.execute("select from feed where partner_id = 'beta' for update");
            things.tell("thing.made", "early", 1, Audience.subscribers());
            unnumbered.begin();
            unnumbered.execute("select from delivery where sequence is null for update");
            Thread publisher = Thread.startVirtualThread(() -> QuarkusTransaction.requiringNew()
                    .run(() -> {
                        things.tell("thing.made", "meanwhile", 1, Audience.subscribers());
                        told.countDown();
                        awaitUninterruptibly(numbering);
                    }));
            told.await();
            dispatch.commit();
            await(() -> things.count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'") == 1);
            numbering.countDown();
            publisher.join();
            unnumbered.commit();
        }
        await(() -> delivered() == 2);
        dispatcher.removeHandler(ear);
        assertThat(complaints).isEmpty();
        assertThat(server.calls())
                .extracting(call -> call.header("comanda-sequence"))
                .containsExactlyInAnyOrder("1", "2");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Handler ear(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void triesAgainWithTheSameBytesAndNumber() {
        server.answer(_ -> server.calls().size() < 3 ? 500 : 200);
        things.tell("thing.made", "T-4", 1, Audience.subscribers());
        await(() -> delivered() == 1);
        assertThat(server.calls())
                .extracting(call -> call.header("comanda-attempt"))
                .containsExactly("1", "2", "3");
        assertThat(server.calls())
                .extracting(call -> call.header("comanda-sequence"))
                .containsOnly("1");
        assertThat(server.calls())
                .extracting(PartnerServer.Call::text)
                .containsOnly(server.calls().getFirst().text());
    }

    @Test
    void buriesAPoisonEventAfterThreeTriesAndLetsItsSuccessorGo() {
        server.answer(call -> call.text().contains("\"revision\":1,") ? 422 : 200);
        things.tell("thing.made", "poison", 1, Audience.subscribers());
        things.tell("thing.changed", "poison", 2, Audience.subscribers());
        await(() -> delivered() == 1);
        assertThat(server.calls()).hasSize(4);
        given().get("/partners/beta/status").then().body("dead", equalTo(1)).body("pending", equalTo(0));
    }

    @Test
    void sendsOnlyWhatAPartnerAskedFor() {
        given().contentType("application/json")
                .body("{\"events\":[\"thing.changed\"]}")
                .patch("/partners/beta")
                .then()
                .statusCode(200);
        assertThat(things.tell("thing.made", "T-5", 1, Audience.subscribers()).partnerIds())
                .isEmpty();
        assertThat(things.tell("thing.changed", "T-5", 2, Audience.subscribers())
                        .partnerIds())
                .containsExactly("beta");
        given().contentType("application/json")
                .body("{\"events\":[\"thing.*\"]}")
                .patch("/partners/beta");
        assertThat(things.tell("thing.made", "T-5", 3, Audience.only("beta")).partnerIds())
                .containsExactly("beta");
        assertThat(things.tell("thing.made", "T-5", 4, Audience.only("gamma")).partnerIds())
                .isEmpty();
        given().contentType("application/json").body("{\"events\":[\"*\"]}").patch("/partners/beta");
        assertThat(things.tell("thing.made", "T-5", 5, Audience.only("gamma")).partnerIds())
                .containsExactly("beta");
    }

    @Test
    void testsAnEndpointOnRequest() {
        given().post("/partners/beta/test").then().statusCode(202).body("status", equalTo("queued"));
        await(() -> server.calls().size() == 1);
        assertThat(server.calls().getFirst().text()).contains("\"event_type\":\"webhook.test\"");
        given().post("/partners/nobody/test").then().statusCode(404);
    }

    private int delivered() {
        return given().get("/partners/beta/status").path("delivered");
    }

    /** Without waking anybody, unlike the engine's own. */
    private static void watch(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("20 s are over").isLessThan(until);
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
    }
}
