package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.partners.outbox.Audience;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RemovalTest {
    @Inject
    Engine engine;

    @Inject
    Things things;

    /** Publishers, the recorder, the claim and an operator's resume took the same rows in other orders than a removal did. */
    @Test
    void removingAPartnerUnderLoadFailsNobody() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger turn = new AtomicInteger();
        try (PartnerServer server = new PartnerServer();
                PartnerServer neighbour = new PartnerServer();
                ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            server.answer(_ -> turn.incrementAndGet() % 3 == 0 ? 422 : 200);
            Senders.register("stays", neighbour.url());
            List<Future<Integer>> work = new ArrayList<>();
            for (int publisher = 0; publisher < 6; publisher++) {
                int own = publisher;
                work.add(pool.submit(() -> {
                    int published = 0;
                    while (!over.get()) {
                        things.tell("thing.made", "rm-" + own + "-" + published++ % 5, 1, Audience.subscribers());
                        java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
                    }
                    return published;
                }));
            }
            work.add(pool.submit(() -> {
                while (!over.get()) {
                    assertThat(given().post("/partners/leaves/resume").statusCode())
                            .isIn(200, 404);
                    assertThat(given().contentType("application/json")
                                    .body("{}")
                                    .post("/partners/leaves/rotate-secret")
                                    .statusCode())
                            .isIn(200, 404);
                }
                return 0;
            }));
            try {
                for (int round = 0; round < 8; round++) {
                    server.calls().clear();
                    Senders.register("leaves", server.url());
                    await(() -> server.calls().size() > 20 || work.stream().anyMatch(Future::isDone));
                    given().delete("/partners/leaves").then().statusCode(204);
                }
            } finally {
                over.set(true);
            }
            int published = 0;
            for (Future<Integer> each : work) {
                published += each.get();
            }
            int all = published;
            await(() -> engine.status("stays", "delivered") == all);
        }
        engine.tidy("stays");
        assertThat(engine.count("select count(*) from lane") + engine.count("select count(*) from delivery"))
                .isZero();
    }
}
