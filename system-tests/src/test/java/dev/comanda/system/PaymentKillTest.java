package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends the marketplace at every step of a payment while clients book and pay, and counts: every booking is charged once,
 * told of once, and mailed under one Message-ID. All blows are struck first and judged together, so that the leases of the
 * dead run down all at once.
 */
@Timeout(300)
final class PaymentKillTest {
    private static final List<String> MOMENTS =
            List.of("CHARGED", "MAILED", "ORDERED", "NOTIFIED", "APPLYING", "KILLED");
    private static final int CLIENTS = 4;
    private static final int BOOKINGS_EACH = 2;
    private static final int MAILS_IN_HAND = 4;
    private static final int HALTED = 137;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private static Path folder;

    private static final Started STARTED = new Started();
    private static final List<String> TOLD = new ArrayList<>();

    private static Database database;
    private static Database restaurantsDatabase;
    private static Service marketplace;
    private static MailServer mailServer;

    @BeforeAll
    static void open() throws IOException {
        database = STARTED.add(new Database(folder.resolve("marketplace")));
        restaurantsDatabase = STARTED.add(new Database(folder.resolve("restaurant")));
        mailServer = STARTED.add(new MailServer());
        Service restaurant =
                restaurantsDatabase.use(STARTED.add(new Service("restaurant-service", "payment-kill", folder))
                        .quickToStart());
        marketplace = database.use(STARTED.add(new Service("marketplace-service", "payment-kill", folder))
                        .quickToStart())
                .with("COMANDA_TEST_HALT_AT", order().toString())
                .with("COMANDA_PAYMENTS_DEADLINE", "1s")
                .with("COMANDA_MAIL_DEADLINE", "5s")
                .with("COMANDA_DELIVERY_DEADLINE", "4s")
                .with("QUARKUS_MAILER_MOCK", "false")
                .with("QUARKUS_MAILER_HOST", "127.0.0.1")
                .with("QUARKUS_MAILER_PORT", String.valueOf(mailServer.port()));
        restaurant.launch();
        marketplace.launch();
        restaurant.awaitReady();
        marketplace.awaitReady();
        String secret = restaurant
                .post(
                        "/partners/register/findyourwork",
                        "{\"webhook_url\":\"%s\"}".formatted(marketplace.url("/webhooks/partner/")))
                .expect(201)
                .at("/shared_secret");
        marketplace
                .post(
                        "/partners/register/chuwue-grill",
                        "{\"webhook_url\":\"%s\",\"shared_secret\":\"%s\"}"
                                .formatted(restaurant.url("/webhooks/partner/findyourwork"), secret))
                .expect(201);
        restaurant.post("/partners/findyourwork/notify-event", """
                {"reservation_id":"RES-KILL","event_name":"Cena","date":"2027-02-15","time":"19:00","guests":50,
                 "contact_name":"María García","contact_phone":"0991234567","services_requested":["dj"]}""").expect(202);
        marketplace.awaitShown("/events/RES-KILL", "/time", "19:00");
    }

    @AfterAll
    static void close() throws Exception {
        STARTED.stop();
    }

    @TestFactory
    Stream<DynamicTest> whereverItEndsEveryBookingIsPaidOnceToldOnceAndMailedOnce() {
        return Stream.concat(
                MOMENTS.stream().map(moment -> dynamicTest("strike: " + moment, () -> strike(moment))),
                Stream.of(dynamicTest("judge", PaymentKillTest::judge)));
    }

    private static void strike(String moment) throws Exception {
        TOLD.addAll(book(moment + "-before"));
        long before = payments();
        boolean halts = !moment.equals("KILLED");
        if (halts) {
            Files.writeString(order(), moment);
        }
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> booked = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> clients.submit(() -> book(moment + "-" + client)))
                    .toList();
            if (halts) {
                assertThat(marketplace.awaitEnd()).as("%s was reached", moment).isEqualTo(HALTED);
                Files.delete(order());
            } else {
                assertThat(Await.soon(() -> payments() > before)).isTrue();
                marketplace.crash();
            }
            for (Future<List<String>> some : booked) {
                TOLD.addAll(some.get());
            }
        }
        marketplace.launch();
        marketplace.awaitReady();
    }

    /** Answers the bookings whose client was told that they are made; the others may be made or not. */
    private static List<String> book(String client) {
        List<String> told = new ArrayList<>();
        for (int booking = 0; booking < BOOKINGS_EACH; booking++) {
            try {
                Answer answer = marketplace.post("/events/RES-KILL/bookings", """
                        {"service_id":"svc-dj-profesional",
                         "payment":{"customer":{"email":"%s-%d@example.com","name":"Ana","locale":"en"}}}""".formatted(client, booking));
                if (answer.status() == 201) {
                    told.add(answer.at("/booking_id"));
                }
            } catch (UncheckedIOException gone) {
                return told;
            }
        }
        return told;
    }

    private static void judge() {
        boolean settled = Await.within(
                PATIENCE,
                () -> payments() > 0
                        && database.count("select count(*) from booking where status <> 'BOOKED'") == 0
                        && database.count("select count(*) from mail where status = 'queued'") == 0
                        && database.count("select count(*) from provider_event where next_attempt_at is not null") == 0
                        && restaurantsDatabase.count("select count(*) from itinerary_service") == payments());
        long bookings = database.count("select count(*) from booking");
        System.out.printf(
                "payments ended at %d steps: %d bookings (%d whose clients were told), %d paid, %d charged, %d told of, "
                        + "%d mails under %d Message-IDs%n",
                MOMENTS.size(),
                bookings,
                TOLD.size(),
                database.count("select count(*) from payment where state = 'PAID'"),
                database.count("select count(*) from mock_payment"),
                restaurantsDatabase.count("select count(*) from itinerary_history"),
                mailServer.mails().size(),
                mailServer.mails().stream()
                        .map(MailServer.Mail::messageId)
                        .distinct()
                        .count());
        assertThat(settled).as("everything came to its end").isTrue();
        assertThat(database.set("select booking_id from booking")).containsAll(TOLD);
        assertThat(database.count("select count(*) from payment where state = 'PAID'"))
                .isEqualTo(bookings);
        assertThat(database.count("select count(*) from mock_payment")).isEqualTo(bookings);
        assertThat(database.count("select count(*) from payment_effect where effect = 'paid'"))
                .isEqualTo(bookings);
        assertThat(database.count("select count(*) from outbound_event where event_type = 'service.booked_for_event'"))
                .isEqualTo(bookings);
        assertThat(restaurantsDatabase.count("select count(*) from itinerary_history"))
                .isEqualTo(bookings);
        mailsAreOneEach();
    }

    private static void mailsAreOneEach() {
        List<MailServer.Mail> mails = mailServer.mails();
        assertThat(mails.stream()
                        .filter(mail -> mail.to().endsWith("@example.com"))
                        .collect(Collectors.groupingBy(
                                MailServer.Mail::to,
                                Collectors.mapping(MailServer.Mail::messageId, Collectors.toSet()))))
                .hasSize((int) payments())
                .allSatisfy((payer, ids) -> assertThat(ids).hasSize(1));
        long distinct =
                mails.stream().map(MailServer.Mail::messageId).distinct().count();
        assertThat(distinct).isEqualTo(database.count("select count(*) from mail where status = 'sent'"));
        assertThat(mails.size() - distinct).isLessThanOrEqualTo((long) MAILS_IN_HAND * MOMENTS.size());
    }

    private static long payments() {
        return database.count("select count(*) from payment");
    }

    private static Path order() {
        return folder.resolve("marketplace.halt");
    }
}
