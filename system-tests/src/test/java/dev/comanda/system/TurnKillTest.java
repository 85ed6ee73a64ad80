package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends the receiver, or its database, while it handles many events of a partner together. Each has its effect once. */
@Timeout(180)
final class TurnKillTest {
    private static final int RESERVATIONS = 40;
    private static final int EVENTS = 600;
    private static final int BEFORE_THE_BLOW = 150;

    @TempDir
    private static Path folder;

    private static KilledReceiver receiver;

    /** Of all events, so that a resend is the same text. */
    private final Instant time = Instant.now();

    @BeforeAll
    static void open() throws Exception {
        receiver = new KilledReceiver("turn-kill", folder, "event.*");
        for (int i = 0; i < RESERVATIONS; i++) {
            receiver.service
                    .post("/partners/many/notify-event", """
                            {"reservation_id":"RES-%d","event_name":"Cena","date":"2026-02-15","time":"19:00","guests":60,
                             "contact_name":"Ana","contact_phone":"0991234567"}""".formatted(i))
                    .expect(202);
        }
    }

    @AfterAll
    static void close() throws Exception {
        receiver.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HANDLING", "SIGKILL", "DATABASE"})
    void eventsThatWereHandledTogetherHaveTheirEffectsOnce(String blow) throws Exception {
        KilledReceiver.Burst burst = receiver.strike(blow, EVENTS, BEFORE_THE_BLOW, this::send);
        List<Callable<Integer>> again = new ArrayList<>();
        burst.sent().forEach(id -> again.add(() -> send(id).status()));
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(senders.invokeAll(again)).extracting(Future::get).containsOnly(200);
        }
        int all = burst.sent().size();
        assertThat(Await.soon(() ->
                        count("inbound_event where status = 'handled' and starts_with(event_id, ?)", blow) == all))
                .isTrue();
        assertThat(count("itinerary_service where starts_with(booking_id, ?)", blow))
                .isEqualTo(all);
        assertThat(count("itinerary_history where starts_with(event_id, ?)", blow))
                .isEqualTo(all);
    }

    private static long count(String rows, String blow) {
        return receiver.database.count("select count(*) from " + rows, blow);
    }

    private Answer send(String id) {
        int number = Integer.parseInt(id.substring(id.indexOf('-') + 1));
        String data = """
                {"booking_id":"%s","external_event_id":"RES-%d","revision":1,"service_name":"DJ"}""".formatted(id, number % RESERVATIONS);
        return receiver.send(id, "service.booked_for_event", data, time);
    }
}
