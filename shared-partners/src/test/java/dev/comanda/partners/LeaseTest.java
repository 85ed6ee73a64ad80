package dev.comanda.partners;

import static dev.comanda.partners.Engine.attempts;
import static dev.comanda.partners.Engine.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LeaseTest {
    @Inject
    Engine engine;

    private PartnerServer server;

    @BeforeEach
    void registerAPartner() throws Exception {
        server = new PartnerServer();
        Senders.register("leased", server.url());
    }

    @AfterEach
    void removeIt() {
        engine.tidy("leased");
        server.close();
    }

    @Test
    void aLapsedLeaseIsTakenOverAndTheLateWorkersRecordChangesNothing() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        server.answer(_ -> server.calls().size() == 1 ? afterwards(late, 500) : 200);
        engine.tell("leased", "slow");
        await(() -> server.calls().size() == 1);
        engine.afterAnotherLook();
        assertThat(server.calls()).as("leased").hasSize(1);

        engine.pass(Duration.ofMinutes(1));
        await(() -> engine.status("leased", "delivered") == 1);
        Map<String, Object> recorded =
                Map.copyOf(withoutNulls(attempts("leased").getFirst()));
        late.countDown();
        engine.afterAnotherLook();
        assertThat(engine.status("leased", "delivered")).isEqualTo(1);
        assertThat(attempts("leased")).hasSize(1);
        assertThat(withoutNulls(attempts("leased").getFirst()))
                .isEqualTo(recorded)
                .containsEntry("status", 200);
        assertThat(engine.count("select failures_in_row from partner where id = 'leased'"))
                .isZero();
        assertThat(engine.count("select pending from lane where partner_id = 'leased'"))
                .isZero();
    }

    /** As a process that was killed between claim and record leaves it. */
    @Test
    void whatADeadProcessHadClaimedIsSentWhenItsLeaseLapses() throws Exception {
        Engine.post("/partners/leased/pause").statusCode(200);
        engine.tell("leased", "orphan");
        engine.execute("""
                update lane set lease_token = gen_random_uuid(), lease_until = now() + interval '30 seconds'
                 where partner_id = 'leased'
                """);
        Engine.post("/partners/leased/resume").statusCode(200);
        engine.afterAnotherLook();
        assertThat(server.calls()).isEmpty();
        engine.pass(Duration.ofSeconds(31));
        await(() -> engine.status("leased", "delivered") == 1);
        assertThat(server.calls()).hasSize(1);
    }

    private static int afterwards(CountDownLatch latch, int status) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return status;
    }

    private static Map<String, Object> withoutNulls(Map<String, Object> map) {
        map.values().removeIf(value -> value == null);
        return map;
    }
}
