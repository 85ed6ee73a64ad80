package dev.comanda.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends the receiver, or its database, while it handles many events of a partner together. Each has its effect once. */
@Timeout(180)
final class TurnKillTest {
    private static final int SENDERS = 64;
    private static final int RESERVATIONS = 40;
    private static final int EVENTS = 600;
    private static final int BEFORE_THE_BLOW = 150;
    private static final int HALTED = 137;

    @TempDir
    private static Path folder;

    private static final Started STARTED = new Started();
    private static Database database;
    private static Service receiver;
    private static Path order;
    private static String secret;

    /** Of all events, so that a resend is the same text. */
    private final Instant time = Instant.now();

    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final AtomicInteger acknowledged = new AtomicInteger();

    @BeforeAll
    static void open() throws Exception {
        order = folder.resolve("halt");
        database = STARTED.add(new Database(folder.resolve("database")));
        receiver = database.use(STARTED.add(new Service("restaurant-service", "turn-kill", folder)))
                .with("COMANDA_TEST_HALT_AT", order.toString())
                .quickToStart();
        receiver.launch();
        receiver.awaitReady();
        secret = receiver.post("/partners/register", """
                        {"name":"Many","code":"many","webhook_url":"http://127.0.0.1:9/","events":["event.*"]}""").expect(201).at("/shared_secret");
        for (int i = 0; i < RESERVATIONS; i++) {
            receiver.post("/partners/many/notify-event", """
                            {"reservation_id":"RES-%d","event_name":"Cena","date":"2026-02-15","time":"19:00","guests":60,
                             "contact_name":"Ana","contact_phone":"0991234567"}""".formatted(i)).expect(202);
        }
    }

    @AfterAll
    static void close() throws Exception {
        STARTED.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HANDLING", "SIGKILL", "DATABASE"})
    void eventsThatWereHandledTogetherHaveTheirEffectsOnce(String blow) throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SENDERS; i++) {
                senders.execute(() -> sendUntilRefused(blow, next));
            }
            assertThat(Await.soon(() -> acknowledged.get() >= BEFORE_THE_BLOW)).isTrue();
            strike(blow);
        }
        recover(blow);
        List<Callable<Integer>> again = new ArrayList<>();
        sent.forEach(id -> again.add(() -> send(id).status()));
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(senders.invokeAll(again)).extracting(Future::get).containsOnly(200);
        }
        assertThat(Await.soon(() -> handled(blow) == sent.size())).isTrue();
        assertThat(database.count("select count(*) from itinerary_service where starts_with(booking_id, ?)", blow))
                .isEqualTo(sent.size());
        assertThat(database.count("select count(*) from itinerary_history where starts_with(event_id, ?)", blow))
                .isEqualTo(sent.size());
    }

    private void sendUntilRefused(String blow, AtomicInteger next) {
        for (int number = next.getAndIncrement(); number < EVENTS; number = next.getAndIncrement()) {
            String id = blow + "-" + number;
            sent.add(id);
            try {
                if (send(id).status() != 200) {
                    return;
                }
                acknowledged.incrementAndGet();
            } catch (UncheckedIOException gone) {
                return;
            }
        }
    }

    private static void strike(String blow) throws Exception {
        switch (blow) {
            case "SIGKILL" -> receiver.crash();
            case "DATABASE" -> database.crash();
            default -> {
                Files.writeString(order, blow);
                assertThat(receiver.awaitEnd()).as("%s was reached", blow).isEqualTo(HALTED);
            }
        }
    }

    private static void recover(String blow) throws Exception {
        Files.deleteIfExists(order);
        if (!blow.equals("DATABASE")) {
            receiver.launch();
        }
        receiver.awaitReady();
    }

    private static long handled(String blow) {
        return database.count(
                "select count(*) from inbound_event where starts_with(event_id, ?) and status = 'handled'", blow);
    }

    private Answer send(String id) {
        int number = Integer.parseInt(id.substring(id.indexOf('-') + 1));
        String body = """
                {"data":{"booking_id":"%1$s","external_event_id":"RES-%2$d","revision":1,"service_name":"DJ"},"event_id":"%1$s","event_type":"service.booked_for_event","source":"many","timestamp":"%3$s"}""".formatted(id, number % RESERVATIONS, time);
        return SignedWebhook.of(id, body.getBytes(UTF_8), secret).sendTo(receiver, "/webhooks/partner/many");
    }
}
