package dev.comanda.partners.delivery;

import static dev.comanda.partners.Engine.await;
import static dev.comanda.partners.Engine.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.batch.UnpooledConnections;
import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.queue.Wakeups;
import dev.comanda.partners.Engine;
import dev.comanda.partners.PartnerServer;
import dev.comanda.partners.Senders;
import dev.comanda.partners.outbox.OutboundBodies;
import dev.comanda.partners.registry.PartnerSecrets;
import dev.comanda.partners.registry.PartnersConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many calls a partner gets at once, whoever makes them. */
@QuarkusTest
class BoundsTest {
    @Inject
    Engine engine;

    @Inject
    UnpooledConnections connections;

    @Inject
    PartnerSecrets secrets;

    @Inject
    OutboundBodies bodies;

    @Inject
    WebhookSender sender;

    @Inject
    DeliveryConfig config;

    @Inject
    PartnersConfig partners;

    @Inject
    InstantSource clock;

    @Inject
    Wakeups wakeups;

    @Inject
    MeterRegistry metrics;

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Inject
    Checkpoint checkpoint;

    private PartnerServer server;

    @BeforeEach
    void registerAPartner() throws Exception {
        server = new PartnerServer();
        Senders.register("slow", server.url());
    }

    @AfterEach
    void removeIt() {
        engine.tidy("slow");
        server.close();
    }

    @Test
    void twoReplicasTogetherMakeEightCallsAtOnceAndSendNothingTwice() throws Exception {
        Semaphore answers = new Semaphore(0);
        Set<String> callers = new HashSet<>();
        AtomicInteger mixed = new AtomicInteger();
        server.answer(call -> {
            synchronized (callers) {
                if (inFlight.get() == 0) {
                    callers.clear();
                }
                callers.add(call.header("user-agent"));
                mixed.addAndGet(callers.size() - 1);
                most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            }
            return answered(answers);
        });
        DeliveryCaller caller =
                new DeliveryCaller(sender, bodies, config, partners, clock, metrics, checkpoint, "second");
        Dispatcher second = new Dispatcher(
                connections, secrets, caller, config, clock, wakeups, checkpoint, new SimpleMeterRegistry());
        second.start(new StartupEvent());
        try {
            engine.tell("slow", names("lane-", 80));
            await(() -> inFlight.get() == 8);
            engine.afterAnotherLook();
            assertThat(server.calls()).as("nobody adds a ninth").hasSize(8);
            answers.release(80);
            await(() -> engine.status("slow", "delivered") == 80);
            assertThat(most.get()).isEqualTo(8);
            assertThat(server.calls()).hasSize(80);
            assertThat(mixed.get()).as("calls of both at once").isZero();
        } finally {
            second.stop(new ShutdownEvent());
        }
    }

    /** First tries that came and went used to leave their places to retries, until those had all eight. */
    @Test
    void retriesNeverTakeTheTwoPlacesKeptForFirstTries() throws Exception {
        Semaphore firstTries = new Semaphore(0);
        Semaphore retried = new Semaphore(0);
        AtomicInteger retries = new AtomicInteger();
        server.answer(call -> {
            if (call.text().contains("fresh")) {
                firstTries.acquireUninterruptibly();
                return 200;
            }
            if (call.header("comanda-attempt").equals("1")) {
                return 422;
            }
            retries.incrementAndGet();
            retried.acquireUninterruptibly();
            return 200;
        });
        engine.tell("slow", names("again-", 12));
        await(() -> retries.get() == 6);
        engine.tell("slow", "fresh");
        await(() -> server.calls().getLast().text().contains("fresh"));
        engine.pass(Duration.ofMillis(300));
        engine.afterAnotherLook();
        assertThat(retries.get())
                .as("seven calls are out, one place is left, and it is not theirs")
                .isEqualTo(6);
        firstTries.release();
        retried.release(12);
        await(() -> engine.status("slow", "delivered") == 13);
    }

    @Test
    void oneSlowPartnerCostsTheOthersNothing() throws Exception {
        Semaphore answers = new Semaphore(0);
        server.answer(_ -> counted(answers));
        engine.tell("slow", names("held-", 40));
        await(() -> inFlight.get() == 8);
        try (PartnerServer quick = new PartnerServer()) {
            Senders.register("quick", quick.url());
            engine.tell("quick", names("free-", 30));
            await(() -> engine.status("quick", "delivered") == 30);
            assertThat(inFlight.get()).isEqualTo(8);
            engine.tidy("quick");
        }
        answers.release(40);
        await(() -> engine.status("slow", "delivered") == 40);
    }

    private int counted(Semaphore answers) {
        most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        return answered(answers);
    }

    private int answered(Semaphore answers) {
        answers.acquireUninterruptibly();
        inFlight.decrementAndGet();
        return 200;
    }
}
