package dev.comanda.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A restaurant that one partner sends many webhooks to at once, and that is ended while they come. */
final class KilledReceiver {
    private static final int SENDERS = 64;
    private static final int HALTED = 137;

    final Service service;
    final Database database;
    private final Started started = new Started();
    private final Path order;
    private final String secret;

    /** @param events what the partner is told of */
    KilledReceiver(String name, Path folder, String events) throws IOException {
        order = folder.resolve("halt");
        database = started.add(new Database(folder.resolve("database")));
        service = database.use(started.add(new Service("restaurant-service", name, folder)))
                .with("COMANDA_TEST_HALT_AT", order.toString())
                .quickToStart();
        service.launch();
        service.awaitReady();
        secret = service.post("/partners/register", """
                        {"name":"Many","code":"many","webhook_url":"http://127.0.0.1:9/","events":["%s"]}""".formatted(events))
                .expect(201)
                .at("/shared_secret");
    }

    Answer send(String id, String type, String data, Instant time) {
        String body = """
                {"data":%s,"event_id":"%s","event_type":"%s","source":"many","timestamp":"%s"}""".formatted(data, id, type, time);
        return SignedWebhook.of(id, body.getBytes(UTF_8), secret).sendTo(service, "/webhooks/partner/many");
    }

    /**
     * Lets many senders send, ends the receiver or its database by this blow, and starts again what has ended.
     *
     * @param most events; their ids begin with the blow
     * @param before how many are acknowledged before the blow
     */
    Burst strike(String blow, int most, int before, Sender sender) throws Exception {
        Burst burst = new Burst(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean struck = new AtomicBoolean();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SENDERS; i++) {
                senders.execute(() -> sendUntilRefused(blow, most, next, struck, sender, burst));
            }
            assertThat(Await.soon(() -> burst.acknowledged().size() >= before)).isTrue();
            strike(blow);
            struck.set(true);
        }
        Files.deleteIfExists(order);
        if (!blow.equals("DATABASE")) {
            service.launch();
        }
        service.awaitReady();
        return burst;
    }

    /** A database is back so soon that some senders meet no refusal: they end after the blow. */
    private static void sendUntilRefused(
            String blow, int most, AtomicInteger next, AtomicBoolean struck, Sender sender, Burst burst) {
        for (int number = next.getAndIncrement(); number < most && !struck.get(); number = next.getAndIncrement()) {
            String id = blow + "-" + number;
            burst.sent().add(id);
            try {
                if (sender.send(id).status() != 200) {
                    return;
                }
                burst.acknowledged().add(id);
            } catch (UncheckedIOException gone) {
                return;
            }
        }
    }

    private void strike(String blow) throws Exception {
        switch (blow) {
            case "SIGKILL" -> service.crash();
            case "DATABASE" -> database.crash();
            default -> {
                Files.writeString(order, blow);
                assertThat(service.awaitEnd()).as("%s was reached", blow).isEqualTo(HALTED);
            }
        }
    }

    void stop() throws Exception {
        started.stop();
    }

    /** Sends the event with this id. */
    @FunctionalInterface
    interface Sender {
        Answer send(String id);
    }

    /** The ids of all events, and of those that were answered 200 before the blow. */
    record Burst(Set<String> sent, Set<String> acknowledged) {}
}
