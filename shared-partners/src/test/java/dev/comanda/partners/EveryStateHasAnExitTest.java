package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random walks through everything that can happen to deliveries and received events, lost connections among it. Wherever a walk ends, time and a healthy world are all it takes to settle every row.
 */
@QuarkusTest
class EveryStateHasAnExitTest {
    private static final List<Integer> ANSWERS = List.of(200, 200, 301, 401, 410, 422, 429, 500, 503);

    @Inject
    Engine engine;

    @Inject
    ShiftedClock clock;

    private PartnerServer server;
    private String secret;

    @BeforeEach
    void registerAPartner() throws Exception {
        server = new PartnerServer();
        secret = Senders.register("walker", server.url());
    }

    @AfterEach
    void removeIt() {
        engine.tidy("walker");
        engine.execute("delete from effect");
        server.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyDeliveryIsDeliveredOrDeadInTheEnd(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 60; step++) {
            int answer = ANSWERS.get(random.nextInt(ANSWERS.size()));
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> engine.tell("walker", step, "walk-" + random.nextInt(5));
                case 4, 5 -> server.answer(_ -> answer);
                case 6 -> Engine.post("/partners/walker/pause").statusCode(200);
                case 7, 8 -> Engine.post("/partners/walker/resume").statusCode(200);
                case 9 -> engine.pass(Duration.ofSeconds(random.nextInt(600)));
                case 10 -> resendAny(random);
                default -> engine.cutDispatchers();
            }
        }
        server.answer(_ -> 200);
        Engine.post("/partners/walker/resume").statusCode(200);
        engine.pass(Duration.ofDays(2));
        await(() -> engine.status("walker", "pending") == 0);
        assertThat(engine.count("select count(*) from lane where partner_id = 'walker' and pending <> 0"))
                .isZero();
        assertThat(engine.count("select count(*) from delivery where partner_id = 'walker' and sequence is null"))
                .isZero();
        assertThat(
                        engine.count(
                                "select count(*) - count(distinct sequence) + max(sequence) - count(*) from delivery where partner_id = 'walker'"))
                .as("gaps")
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyReceivedEventIsSettledInTheEnd(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 40; step++) {
            String id = "evt_walk" + step;
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> hear(id, "w-" + random.nextInt(4), random.nextInt(4), false);
                case 3 -> hear(id, "w-" + random.nextInt(4), 1, true);
                case 4 -> engine.pass(Duration.ofSeconds(random.nextInt(120)));
                default -> engine.execute("""
                        update inbound_event set status = 'received', tries = 0
                         where partner_id = 'walker' and status in ('dead', 'waiting')
                        """);
            }
        }
        for (int i = 0; i < 4; i++) {
            engine.pass(Duration.ofDays(1));
        }
        await(() -> engine.count(
                        "select count(*) from inbound_event where partner_id = 'walker' and status in ('received', 'waiting')")
                == 0);
    }

    private void resendAny(Random random) {
        List<java.util.Map<String, Object>> deliveries = Engine.deliveries("walker");
        if (!deliveries.isEmpty()) {
            Engine.post("/deliveries/" + Engine.id(deliveries.get(random.nextInt(deliveries.size()))) + "/resend")
                    .statusCode(202);
        }
    }

    private void hear(String eventId, String thing, long revision, boolean fails) {
        String data = "{\"thing\":\"%s\",\"revision\":%d%s}".formatted(thing, revision, fails ? ",\"fails\":true" : "");
        Senders.post("walker", secret, eventId, Senders.envelope(eventId, "part.heard", data), clock.instant())
                .then()
                .statusCode(200);
    }
}
