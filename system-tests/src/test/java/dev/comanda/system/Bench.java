package dev.comanda.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * How fast, and what it costs: one restaurant with a durable PostgreSQL, its clients and its partners, all on this
 * machine. Numbers to compare with each other and with yesterday's, asserted nowhere.
 */
final class Bench {
    private static final int CLIENTS = 16;
    private static final int WARM_UP = 300;
    private static final int EVENTS = 1_500;
    private static final int LANES = 100;
    private static final int STEADY_EVENTS = 500;
    private static final Duration STEADY_PAUSE = Duration.ofMillis(20);
    private static final Duration TOO_LONG = Duration.ofMinutes(2);

    private final Service restaurant;
    private final Database database;
    private final Listener listener;

    private Bench(Service restaurant, Database database, Listener listener) {
        this.restaurant = restaurant;
        this.database = database;
        this.listener = listener;
    }

    public static void main(String... arguments) throws Exception {
        Path folder = Files.createTempDirectory("comanda-bench");
        Started started = new Started();
        try {
            Database database = started.add(counting(folder.resolve("database")));
            Listener listener = started.add(new Listener());
            Service restaurant = database.use(started.add(new Service("restaurant-service", "bench", folder)))
                    .with("COMANDA_DELIVERY_DEADLINE", "15s")
                    .with("STRIPE_SECRET_KEY", "sk_test_bench")
                    .with("STRIPE_WEBHOOK_SECRET", ProviderWebhook.SECRET);
            restaurant.launch();
            restaurant.awaitReady();
            new Bench(restaurant, database, listener).run();
            restaurant.crash();
        } finally {
            started.stop();
            Folder.delete(folder);
        }
        System.exit(0);
    }

    /** A database that counts its statements. */
    private static Database counting(Path folder) {
        try (Database fresh = new Database(folder)) {
            fresh.execute("alter system set shared_preload_libraries = 'pg_stat_statements'");
        }
        Database database = new Database(folder);
        database.execute("create extension pg_stat_statements");
        return database;
    }

    private void run() {
        System.out.printf(
                "%n%d processors, PostgreSQL 18 with fsync, %d clients; service, database, clients and partners share them%n%n",
                Runtime.getRuntime().availableProcessors(), CLIENTS);
        System.out.printf("%-44s %8s %8s %8s %12s %9s%n", "", "events/s", "p50 ms", "p99 ms", "statements", "commits");
        accept();
        publishAndDeliver();
        deliver();
        pay();
        besideOthers();
    }

    /** The webhooks are of payments that nobody knows, which wait: what is measured is taking them in. */
    private void pay() {
        times(WARM_UP, i -> ProviderWebhook.of("warm-" + i).sendTo(restaurant));
        measure(
                "accept a payment provider's webhook",
                i -> ProviderWebhook.of("w-" + i).sendTo(restaurant),
                () -> {});
        times(WARM_UP, i -> order("warm-" + i));
        measure(
                "pay through the mock, its webhook applied",
                i -> order("p-" + i),
                () -> awaitNone("select count(*) from provider_event where status = 'received'"));
    }

    private void order(String reference) {
        String body = "{\"amount\":\"250.00\",\"currency\":\"USD\",\"reference\":\"%s\"}".formatted(reference);
        restaurant
                .send("POST", "/payments", "application/json", body.getBytes(UTF_8), "Idempotency-Key", reference)
                .expect(201);
    }

    private void accept() {
        String secret = register("sender", listener.url("sender"), "event.reservation_confirmed");
        times(
                LANES,
                i -> restaurant
                        .post("/partners/sender/notify-event", dinner("L-" + i, 10))
                        .expect(202));
        restaurant
                .patch("/partners/sender", "{\"events\":[\"nothing.at_all\"]}")
                .expect(200);
        times(WARM_UP, i -> send("warm-" + i, "unknown.type", "{}", secret));
        measure("accept (store, answer 200)", i -> send("plain-" + i, "unknown.type", "{}", secret), () -> {});
        times(WARM_UP, i -> send("warm-b-" + i, "service.booked_for_event", booking(i), secret));
        measure(
                "accept and handle (a row in the itinerary)",
                i -> send("booked-" + i, "service.booked_for_event", booking(WARM_UP + i), secret),
                () -> awaitNone("select count(*) from inbound_event where status = 'received'"));
    }

    private void publishAndDeliver() {
        register("healthy", listener.url("healthy"), "event.*");
        times(
                WARM_UP,
                i -> restaurant.post("/reservations", dinner("W-" + i, 60)).expect(201));
        awaitNone("select count(*) from delivery where status = 'pending'");
        measure(
                "publish by POST /reservations, and deliver",
                i -> restaurant.post("/reservations", dinner("P-" + i, 60)).expect(201),
                () -> awaitNone("select count(*) from delivery where status = 'pending'"));
    }

    private void deliver() {
        restaurant.post("/partners/healthy/pause");
        times(
                EVENTS,
                i -> restaurant.post("/reservations", dinner("B-" + i, 60)).expect(201));
        Counted before = Counted.in(database);
        long start = System.nanoTime();
        restaurant.post("/partners/healthy/resume");
        awaitNone("select count(*) from delivery where status = 'pending'");
        line("deliver a backlog to one partner", start, before, new long[0]);
    }

    private void besideOthers() {
        System.out.printf("%n%-44s%n", "from publication to 2xx at 50 events/s, ms");
        steadily("S-");
        System.out.printf("%-44s %s%n", "  the healthy partner alone", lag("S-"));
        register("dead", "http://127.0.0.1:" + Service.freePort() + "/", "event.*");
        register("slow", listener.url("slow"), "event.*");
        listener.answer(call -> call.partner().equals("slow") ? afterTenSeconds() : 200);
        steadily("D-");
        System.out.printf("%-44s %s%n", "  the healthy partner beside a dead and a slow", lag("D-"));
    }

    private void steadily(String prefix) {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < STEADY_EVENTS; i++) {
                String id = prefix + i;
                clients.execute(
                        () -> restaurant.post("/reservations", dinner(id, 60)).expect(201));
                pause(STEADY_PAUSE);
            }
        }
        awaitNone("select count(*) from delivery where partner_id = 'healthy' and status = 'pending'");
    }

    private String lag(String prefix) {
        String millis = """
                select percentile_cont(%s) within group (
                           order by 1000 * extract(epoch from d.delivered_at - e.published_at))
                  from delivery d join outbound_event e on e.id = d.event
                 where d.partner_id = 'healthy' and starts_with(e.ordering_key, ?)""";
        return String.format(
                "%8s %8.0f %8.0f",
                "",
                database.number(millis.formatted("0.5"), prefix),
                database.number(millis.formatted("0.99"), prefix));
    }

    private void measure(String what, IntConsumer work, Runnable untilDone) {
        long[] nanos = new long[EVENTS];
        Counted before = Counted.in(database);
        long start = System.nanoTime();
        times(EVENTS, i -> {
            long began = System.nanoTime();
            work.accept(i);
            nanos[i] = System.nanoTime() - began;
        });
        untilDone.run();
        line(what, start, before, nanos);
    }

    private void line(String what, long start, Counted before, long[] nanos) {
        double seconds = (System.nanoTime() - start) / 1e9;
        Counted after = Counted.in(database);
        Arrays.sort(nanos);
        System.out.printf(
                "%-44s %8.0f %8s %8s %12.1f %9.1f%n",
                what,
                EVENTS / seconds,
                millis(nanos, 0.5),
                millis(nanos, 0.99),
                (after.statements() - before.statements()) / (double) EVENTS,
                (after.commits() - before.commits()) / (double) EVENTS);
    }

    private static String millis(long[] sorted, double share) {
        return sorted.length == 0 ? "" : String.format("%.0f", sorted[(int) (sorted.length * share)] / 1e6);
    }

    private static void times(int times, IntConsumer work) {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                clients.execute(() -> {
                    for (int i = next.getAndIncrement(); i < times; i = next.getAndIncrement()) {
                        work.accept(i);
                    }
                });
            }
        }
    }

    private void awaitNone(String count) {
        if (!Await.within(TOO_LONG, () -> database.count(count) == 0)) {
            throw new AssertionError(count + " is " + database.count(count));
        }
    }

    private String register(String code, String url, String events) {
        return restaurant
                .post("/partners/register", """
                        {"name":"Partner","code":"%s","webhook_url":"%s","events":["%s"]}""".formatted(code, url, events))
                .expect(201)
                .at("/shared_secret");
    }

    private void send(String id, String type, String data, String secret) {
        String body = """
                {"data":%s,"event_id":"%s","event_type":"%s","source":"bench","timestamp":"%s"}""".formatted(data, id, type, Instant.now());
        SignedWebhook.of(id, body.getBytes(UTF_8), secret)
                .sendTo(restaurant, "/webhooks/partner/sender")
                .expect(200);
    }

    private static String booking(int number) {
        return """
                {"external_event_id":"L-%d","booking_id":"BKG-%d","service_id":"dj","service_name":"DJ","price":250.00,
                 "revision":1}""".formatted(number % LANES, number);
    }

    private static String dinner(String id, int guests) {
        return """
                {"reservation_id":"%s","event_name":"Cena","date":"2026-02-15","time":"19:00","guests":%d,
                 "contact_name":"María García","contact_phone":"0991234567"}""".formatted(id, guests);
    }

    private static int afterTenSeconds() {
        pause(Duration.ofSeconds(10));
        return 200;
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the database has done so far. */
    private record Counted(long statements, long commits) {
        static Counted in(Database database) {
            return new Counted(database.count("""
                            select sum(calls) from pg_stat_statements
                             where query not in ('BEGIN', 'COMMIT', 'ROLLBACK')"""), database.count("select sum(xact_commit) from pg_stat_database"));
        }
    }
}
