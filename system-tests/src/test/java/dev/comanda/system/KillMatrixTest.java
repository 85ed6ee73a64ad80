package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends a process at every step of an event's way, under load, and counts: nothing is lost, nothing has its effect twice,
 * and nothing travels twice but what was in hand at that moment. Every blow is struck first and judged afterwards.
 */
@Timeout(300)
final class KillMatrixTest {
    /**
     * What happens to whom. Those without KILLED are the steps at which the process is gone.
     */
    enum Blow {
        KILLED_SENDERS_DATABASE(true),
        KILLED_SENDER(true),
        CLAIMED(true),
        CALLED(true),
        GATHERED(true),
        RECORDING(true),
        PUBLISHED(true),
        KILLED_RECEIVERS_DATABASE(false),
        KILLED_RECEIVER(false),
        STORING(false),
        STORED(false),
        HANDLING(false);

        private final boolean hitsSender;

        Blow(boolean hitsSender) {
            this.hitsSender = hitsSender;
        }
    }

    /** Calls in flight per partner, which is all that a crashed database can make uncertain. */
    private static final long BOUND = 8;

    private static final int HALTED = 137;

    private static final Map<Blow, Trial> TRIALS = new EnumMap<>(Blow.class);
    private static final Map<Blow, Long> IN_HAND = new EnumMap<>(Blow.class);
    private static final StringBuilder TABLE = new StringBuilder(String.format(
            "%n%-26s %6s %5s %11s %8s %8s%n", "blow", "events", "lost", "duplicates", "in hand", "effects"));

    @TempDir
    private static Path folder;

    private static final Started STARTED = new Started();

    private static Database sendersDatabase;
    private static Database receiversDatabase;
    private static Service restaurant;
    private static Service marketplace;
    private static Wire wire;

    @BeforeAll
    static void open() throws IOException {
        sendersDatabase = STARTED.add(new Database(folder.resolve("sender")));
        receiversDatabase = STARTED.add(new Database(folder.resolve("receiver")));
        restaurant = service("restaurant-service", sendersDatabase);
        marketplace = service("marketplace-service", receiversDatabase);
        wire = STARTED.add(new Wire(marketplace));
        restaurant.launch();
        marketplace.launch();
        restaurant.awaitReady();
        marketplace.awaitReady();
    }

    private static Service service(String module, Database database) {
        return database.use(STARTED.add(new Service(module, "kill-matrix", folder)))
                .with("COMANDA_TEST_HALT_AT", folder.resolve(module + ".halt").toString())
                .with("COMANDA_DELIVERY_DEADLINE", "4s")
                // payments have a matrix of their own
                .with("COMANDA_BOOKINGS_PAYMENT", "none")
                .quickToStart();
    }

    @AfterAll
    static void close() throws Exception {
        System.out.println(TABLE);
        STARTED.stop();
    }

    @TestFactory
    Stream<DynamicTest> whateverIsKilledNothingIsLostAndNothingCountsTwice() {
        return Stream.concat(
                Stream.of(Blow.values()).map(blow -> dynamicTest("strike: " + blow, () -> strike(blow))),
                Stream.of(Blow.values()).map(blow -> dynamicTest("judge: " + blow, () -> judge(blow))));
    }

    private static void strike(Blow blow) throws Exception {
        Trial trial = new Trial(
                restaurant, marketplace, blow.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        trial.prepare(wire);
        TRIALS.put(blow, trial);
        CountDownLatch struck = new CountDownLatch(1);
        try (ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> load = background.submit(() -> {
                trial.change(() -> {
                    hit(blow);
                    struck.countDown();
                });
                return null;
            });
            assertThat(struck.await(60, TimeUnit.SECONDS)).isTrue();
            recover(blow);
            load.get();
        }
    }

    private static void hit(Blow blow) {
        try {
            switch (blow) {
                case PUBLISHED, CLAIMED, CALLED, GATHERED, RECORDING, STORING, STORED, HANDLING ->
                    Files.writeString(order(blow), blow.name());
                case KILLED_SENDER -> restaurant.crash();
                case KILLED_RECEIVER -> marketplace.crash();
                case KILLED_SENDERS_DATABASE -> sendersDatabase.crash();
                case KILLED_RECEIVERS_DATABASE -> receiversDatabase.crash();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A dead process is started again; a database and those who use it come back by themselves. */
    private static void recover(Blow blow) throws Exception {
        Service struck = blow.hitsSender ? restaurant : marketplace;
        switch (blow) {
            case PUBLISHED, CLAIMED, CALLED, GATHERED, RECORDING, STORING, STORED, HANDLING -> {
                assertThat(struck.awaitEnd()).as("%s was reached", blow).isEqualTo(HALTED);
                Files.delete(order(blow));
            }
            case KILLED_SENDER, KILLED_RECEIVER -> {}
            case KILLED_SENDERS_DATABASE, KILLED_RECEIVERS_DATABASE -> {
                IN_HAND.put(blow, BOUND);
                return;
            }
        }
        IN_HAND.put(blow, wire.heard(trial(blow).path()) - recorded(trial(blow).marketplaceId()));
        struck.launch();
        struck.awaitReady();
    }

    private static Trial trial(Blow blow) {
        return Objects.requireNonNull(TRIALS.get(blow), () -> blow + " was not struck");
    }

    private static Path order(Blow blow) {
        return folder.resolve(blow.hitsSender ? "restaurant-service.halt" : "marketplace-service.halt");
    }

    private static void judge(Blow blow) {
        Trial trial = trial(blow);
        String market = trial.marketplaceId();
        String grill = trial.restaurantId();
        boolean settled = Await.soon(() -> delivered(sendersDatabase, market) == Trial.EVENTS
                && delivered(receiversDatabase, grill) == Trial.EVENTS
                && handled(sendersDatabase, market) == Trial.EVENTS);
        long lost = Trial.EVENTS - handled(receiversDatabase, grill);
        long effects = sendersDatabase.count("select count(*) from itinerary_history where partner_id = ?", market);
        long duplicates = wire.duplicates(trial.path());
        long inHand = blow.hitsSender ? IN_HAND.getOrDefault(blow, 0L) : wire.unacknowledged(trial.path());
        TABLE.append("%-26s %6d %5d %11d %8d %8d%n".formatted(blow, Trial.EVENTS, lost, duplicates, inHand, effects));
        assertThat(settled).as("both sides agree").isTrue();
        assertThat(lost).isZero();
        assertThat(effects).isEqualTo(Trial.EVENTS);
        assertThat(duplicates).isLessThanOrEqualTo(inHand);
        assertThat(sendersDatabase.count("""
                        select count(*) from itinerary_service
                         where partner_id = ? and scheduled_time = '19:05' and applied_revision = ?
                        """, market, Trial.CHANGES + 1)).isEqualTo(Trial.DINNERS);
    }

    /** Calls of the dead that it had recorded. */
    private static long recorded(String partner) {
        return sendersDatabase.count(
                "select count(*) from delivery where partner_id = ? and status = 'delivered'", partner);
    }

    private static long delivered(Database database, String partner) {
        return database.count("""
                select count(*) filter (where status = 'delivered') - count(*) filter (where status <> 'delivered')
                  from delivery where partner_id = ?""", partner);
    }

    private static long handled(Database database, String partner) {
        return database.count(
                "select count(*) from inbound_event where partner_id = ? and status = 'handled'", partner);
    }
}
