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

/**
 * Ends the receiver at each step of a commit that many webhooks share. Whoever has a 200 is stored, and a resend of all
 * others is accepted or a duplicate.
 */
@Timeout(180)
final class GroupCommitKillTest {
    private static final int SENDERS = 64;
    private static final int BEFORE_THE_BLOW = 400;
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
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void open() throws Exception {
        order = folder.resolve("halt");
        database = STARTED.add(new Database(folder.resolve("database")));
        receiver = database.use(STARTED.add(new Service("restaurant-service", "group-commit-kill", folder)))
                .with("COMANDA_TEST_HALT_AT", order.toString())
                .quickToStart();
        receiver.launch();
        receiver.awaitReady();
        secret = receiver.post("/partners/register", """
                        {"name":"Many","code":"many","webhook_url":"http://127.0.0.1:9/","events":["nothing.at_all"]}""").expect(201).at("/shared_secret");
    }

    @AfterAll
    static void close() throws Exception {
        STARTED.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUED", "STORING", "STORED", "ANSWERED", "SIGKILL", "DATABASE"})
    void aSenderWithA200IsStoredAndAResendOfTheOthersCountsOnce(String blow) throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SENDERS; i++) {
                senders.execute(() -> sendUntilRefused(blow, next));
            }
            assertThat(Await.soon(() -> acknowledged.size() >= BEFORE_THE_BLOW)).isTrue();
            strike(blow);
        }
        recover(blow);
        assertThat(stored(blow)).as("stored before the resend").containsAll(acknowledged);
        List<Callable<String>> again = new ArrayList<>();
        sent.forEach(id -> again.add(() -> (acknowledged.contains(id) ? "was acknowledged, is " : "is ")
                + send(id).expect(200).at("/status")));
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(senders.invokeAll(again))
                    .extracting(Future::get)
                    .isSubsetOf("was acknowledged, is duplicate", "is duplicate", "is accepted");
        }
        assertThat(stored(blow)).isEqualTo(sent);
        assertThat(database.count("select count(*) from inbound_event where starts_with(event_id, ?)", blow))
                .isEqualTo(sent.size());
    }

    private void sendUntilRefused(String blow, AtomicInteger next) {
        while (true) {
            String id = blow + "-" + next.getAndIncrement();
            sent.add(id);
            try {
                if (send(id).status() != 200) {
                    return;
                }
                acknowledged.add(id);
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

    private static Set<String> stored(String blow) {
        return database.set("select event_id from inbound_event where starts_with(event_id, ?)", blow);
    }

    private Answer send(String id) {
        String body = """
                {"data":{},"event_id":"%s","event_type":"unknown.type","source":"many","timestamp":"%s"}""".formatted(id, time);
        return SignedWebhook.of(id, body.getBytes(UTF_8), secret).sendTo(receiver, "/webhooks/partner/many");
    }
}
