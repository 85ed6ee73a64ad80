package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.system.Listener.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two restaurants on one database, as they run behind a load balancer. {@code -Dcomanda.long=true} counts further. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ReplicasTest {
    private static final boolean LONG = Boolean.getBoolean("comanda.long");
    private static final int DELIVERIES = LONG ? 10_000 : 1_000;
    private static final List<String> PARTNERS = List.of("p1", "p2", "p3", "p4", "p5");
    private static final int DINNERS = DELIVERIES / PARTNERS.size();
    private static final int ORDERED_DINNERS = LONG ? 500 : 100;
    private static final int REVISIONS = 5;
    private static final int CLIENTS = 8;
    private static final int DEADLINE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(LONG ? 300 : 90);

    @TempDir
    private static Path folder;

    private static final Started STARTED = new Started();

    private static Database database;
    private static Service one;
    private static Service other;
    private static Listener listener;

    @BeforeAll
    static void open() throws IOException {
        database = STARTED.add(new Database(folder.resolve("database")));
        one = replica("replica-1");
        other = replica("replica-2");
        listener = STARTED.add(new Listener());
        one.launch();
        one.awaitReady();
        other.launch();
        other.awaitReady();
        for (String partner : PARTNERS) {
            register(partner);
        }
    }

    private static Service replica(String scene) {
        return database.use(STARTED.add(new Service("restaurant-service", scene, folder)))
                .with("COMANDA_DELIVERY_DEADLINE", DEADLINE + "s")
                .with("COMANDA_DELIVERY_SCHEDULE", "200ms*50")
                .quickToStart();
    }

    private static void register(String partner) {
        one.post("/partners/register", """
                {"name":"Partner","code":"%s","webhook_url":"%s"}""".formatted(partner, listener.url(partner)))
                .expect(201);
    }

    @AfterAll
    static void close() throws Exception {
        STARTED.stop();
    }

    @Test
    @Order(1)
    void twoReplicasDeliverEverythingAndNothingTwice() {
        listener.answer(_ -> 200);
        eachClient(DINNERS, dinner -> reserve("A-" + dinner));
        awaitDelivered(DELIVERIES);
        List<Call> calls = listener.calls();
        assertThat(distinct(calls)).hasSize(DELIVERIES);
        assertThat(calls).hasSize(DELIVERIES);
        assertThat(sent(one) + sent(other)).isEqualTo(DELIVERIES);
        assertThat(sent(one)).isPositive();
        assertThat(sent(other)).isPositive();
        System.out.printf("%d deliveries by two replicas: %d and %d%n", DELIVERIES, sent(one), sent(other));
    }

    @Test
    @Order(2)
    void noEventOvertakesAnotherOfItsReservationThoughAFifthOfTheCallsFail() {
        listener.answer(call -> isRefused(call) ? 500 : 200);
        register("ordered");
        eachClient(ORDERED_DINNERS, dinner -> {
            one.post("/partners/ordered/notify-event", dinner("O-" + dinner)).expect(202);
            for (int revision = 2; revision <= REVISIONS; revision++) {
                (revision % 2 == 0 ? other : one)
                        .patch("/reservations/O-" + dinner, "{\"guests\":%d}".formatted(60 + revision))
                        .expect(200);
            }
        });
        awaitDelivered(DELIVERIES + ORDERED_DINNERS * REVISIONS);
        Map<String, Integer> applied = new HashMap<>();
        int inversions = 0;
        int refused = 0;
        for (Call call : listener.calls()) {
            int last = applied.getOrDefault(call.reservation(), 0);
            inversions += call.revision() == last + 1 ? 0 : 1;
            refused += isRefused(call) ? 1 : 0;
            applied.put(call.reservation(), isRefused(call) ? last : call.revision());
        }
        System.out.printf(
                "%d revisions of %d reservations, %d of %d calls refused: %d inversions%n",
                ORDERED_DINNERS * REVISIONS, ORDERED_DINNERS, refused, listener.heard(), inversions);
        assertThat(inversions).isZero();
        assertThat(refused).isBetween(listener.heard() / 10, listener.heard() * 3 / 10);
        assertThat(applied).hasSize(ORDERED_DINNERS).containsEntry("O-0", REVISIONS);
        assertThat(Set.copyOf(applied.values())).containsExactly(REVISIONS);
        one.send("DELETE", "/partners/ordered", null, new byte[0]).expect(204);
    }

    @Test
    @Order(3)
    void whatAKilledReplicaHadInHandTheOtherDelivers() throws Exception {
        long before = delivered();
        CountDownLatch killed = new CountDownLatch(1);
        listener.answer(_ -> listener.heard() > DELIVERIES / 4 ? after(killed) : 200);
        long recorded;
        long heard;
        try (ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
            var load = background.submit(() -> eachClient(DINNERS, dinner -> reserve("K-" + dinner)));
            assertThat(Await.within(PATIENCE, () -> listener.heard() > DELIVERIES / 4))
                    .isTrue();
            other.crash();
            recorded = delivered() - before;
            heard = distinct(listener.calls()).size();
            killed.countDown();
            load.get();
        }
        long inHand = heard - recorded;
        awaitDelivered(before + DELIVERIES);
        List<Call> calls = listener.calls();
        System.out.printf(
                "a replica killed among %d deliveries: %d lost, %d twice, %d in hand%n",
                DELIVERIES, DELIVERIES - distinct(calls).size(), calls.size() - DELIVERIES, inHand);
        assertThat(distinct(calls)).hasSize(DELIVERIES);
        assertThat(calls.size() - (long) DELIVERIES).isLessThanOrEqualTo(inHand);
        assertThat(inHand).isPositive();
    }

    /** By the event and the try, so that every run refuses the same share and no event for ever. */
    private static boolean isRefused(Call call) {
        return Math.floorMod((call.eventId() + call.attempt()).hashCode() * 31, 5) == 0;
    }

    /** So that calls are under way when the blow falls. */
    private static int after(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 200;
    }

    /** Several clients at once take one number after the other. */
    private static void eachClient(int numbers, IntConsumer work) {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = IntStream.range(0, CLIENTS)
                    .<Future<?>>mapToObj(client -> clients.submit(() -> {
                        for (int number = client; number < numbers; number += CLIENTS) {
                            work.accept(number);
                        }
                    }))
                    .toList();
            for (var one : all) {
                try {
                    one.get();
                } catch (InterruptedException | ExecutionException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    /** At either replica; where it is gone, at the other. */
    private static void reserve(String id) {
        boolean even = id.hashCode() % 2 == 0;
        try {
            reserveAt(even ? one : other, id);
        } catch (UncheckedIOException gone) {
            reserveAt(one, id);
        }
    }

    private static void reserveAt(Service replica, String id) {
        assertThat(replica.post("/reservations", dinner(id)).status()).isIn(200, 201);
    }

    private static String dinner(String id) {
        return """
                {"reservation_id":"%s","event_name":"Cena","date":"2026-02-15","time":"19:00","guests":60,
                 "contact_name":"María García","contact_phone":"0991234567"}""".formatted(id);
    }

    private static void awaitDelivered(long deliveries) {
        assertThat(Await.within(PATIENCE, () -> delivered() == deliveries))
                .as("%s of %s", delivered(), deliveries)
                .isTrue();
    }

    private static long delivered() {
        return database.count("select count(*) from delivery where status = 'delivered'");
    }

    private static Set<String> distinct(List<Call> calls) {
        return calls.stream().map(Call::delivery).collect(Collectors.toSet());
    }

    private static long sent(Service replica) {
        return replica.get("/q/metrics")
                .expect(200)
                .body()
                .lines()
                .filter(line -> line.startsWith("comanda_delivery_attempts_total{"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
