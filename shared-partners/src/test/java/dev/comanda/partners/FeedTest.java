package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import dev.comanda.partners.outbox.Audience;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FeedTest {
    private static final int PUBLISHERS = 8;
    private static final int EACH = 20;

    @Inject
    Engine engine;

    @Inject
    Things things;

    private PartnerServer server;

    @BeforeEach
    void registerAPartner() throws Exception {
        server = new PartnerServer();
        Senders.register("reader", server.url());
    }

    @AfterEach
    void removeIt() {
        engine.tidy("reader");
        server.close();
    }

    /** A reader that asks from where it stopped misses nothing, though transactions end in another order than they began. */
    @Test
    void hasNoGapAndNeverGrowsBehindAReader() {
        LogLines log = new LogLines();
        try (log;
                ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
                int own = publisher;
                pool.execute(() -> publish(own));
            }
            long after = 0;
            long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (after < PUBLISHERS * EACH) {
                assertThat(System.nanoTime()).as("read %d in 60 s", after).isLessThan(until);
                List<Integer> page = given().queryParam("after", after)
                        .get("/partners/reader/events")
                        .path("events.sequence");
                assertThat(page)
                        .isEqualTo(LongStream.rangeClosed(after + 1, after + page.size())
                                .mapToObj(Math::toIntExact)
                                .toList());
                after += page.size();
            }
        }
        await(() -> engine.status("reader", "delivered") == PUBLISHERS * EACH);
        assertThat(server.calls().stream()
                        .map(call -> call.header("comanda-sequence"))
                        .distinct())
                .hasSize(PUBLISHERS * EACH);
        assertThat(log.lines())
                .as("an event published during a claim used to fail it, for everybody")
                .noneMatch(line -> line.contains("cannot claim"));
    }

    @Test
    void showsWhatWasSignedAndWhereToGoOn() {
        engine.tell("reader", "one", "two", "three");
        await(() -> engine.status("reader", "delivered") == 3);
        given().queryParam("limit", 2)
                .get("/partners/reader/events")
                .then()
                .body("events.size()", equalTo(2))
                .body("next_after", equalTo(2))
                .body("events[0].event.data.thing", equalTo("one"))
                .body("events[0].status", equalTo("delivered"));
        given().queryParam("after", 3).get("/partners/reader/events").then().body("next_after", equalTo(3));
        for (String after : List.of("-1", "x", "1.5", "9999999999999999999")) {
            given().queryParam("after", after)
                    .get("/partners/reader/events")
                    .then()
                    .statusCode(400);
        }
        given().get("/partners/nobody/events").then().statusCode(404);
    }

    @Test
    void numbersWhatAPausedPartnerCannotGetYet() {
        Engine.post("/partners/reader/pause").statusCode(200);
        engine.tell("reader", "held");
        await(() -> given().get("/partners/reader/events")
                .<List<Integer>>path("events.sequence")
                .equals(List.of(1)));
        given().get("/partners/reader/events").then().body("events[0].status", equalTo("pending"));
    }

    /** Every third transaction rolls back, and some stay open longer than later ones. */
    private void publish(int publisher) {
        for (int i = 0; i < EACH; i++) {
            String thing = "feed-" + publisher + "-" + i;
            if (i % 3 == 0) {
                assertThatThrownBy(() -> things.tellAndFail(thing)).hasMessage("after publishing");
            }
            int slow = i % 4;
            QuarkusTransaction.requiringNew().run(() -> {
                things.tell("thing.made", thing, 1, Audience.only("reader"));
                engine.count("select 1 from pg_sleep(" + slow * 0.005 + ")");
            });
        }
    }
}
