package dev.comanda.payments.webhook;

import static dev.comanda.payments.webhook.StripeDesk.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.comanda.payments.fake.FakeStripe;
import dev.comanda.payments.fake.FakeStripeAccount;
import dev.comanda.payments.fake.StripeAtHand;
import dev.comanda.payments.fake.StripeReleases;
import dev.comanda.payments.webhook.StripeDesk.Made;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same payment's webhooks in any order, some of them twice, each as another release of Stripe writes it, over HTTP and
 * PostgreSQL: one end, with the same effects.
 */
@QuarkusTest
@WithTestResource(StripeAtHand.class)
class StripeConvergenceTest {
    private static final int SHUFFLES = 20;
    private static final int CLIENTS = 6;

    @SuppressWarnings("NullAway.Init") // the test resource puts it in
    FakeStripe stripe;

    @Inject
    Jdbi jdbi;

    private static final String PAGE =
            ",\"checkout\":{\"success_url\":\"http://localhost/ok\",\"cancel_url\":\"http://localhost/no\"}";

    /** How a payment may go, and where it ends. */
    record History(String name, String end, String extra, BiConsumer<FakeStripeAccount, String> story) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<History> histories() {
        return Stream.of(
                new History(
                        "paid",
                        "PAID 250.00 0.00 0.00 [paid]",
                        "",
                        (account, id) -> account.payWith(id, "pm_card_visa")),
                new History("failed then 3ds then paid", "PAID 250.00 0.00 0.00 [paid]", "", (account, id) -> {
                    account.payWith(id, "pm_card_chargeDeclined");
                    account.payWith(id, "pm_card_authenticationRequired");
                    account.succeeds(id);
                }),
                new History(
                        "partly refunded",
                        "PARTIALLY_REFUNDED 250.00 150.00 0.00 [paid, refunded, refunded]",
                        "",
                        (account, id) -> {
                            account.payWith(id, "pm_card_visa");
                            refund(account, id, "10000");
                            refund(account, id, "5000");
                        }),
                new History("refunded", "REFUNDED 250.00 250.00 0.00 [paid, refunded, refunded]", "", (account, id) -> {
                    account.payWith(id, "pm_card_visa");
                    refund(account, id, "10000");
                    refund(account, id, "15000");
                }),
                new History("refund failed", "PAID 250.00 0.00 0.00 [paid", "", (account, id) -> {
                    account.payWith(id, "pm_card_visa");
                    account.refundFails(refund(account, id, "25000"));
                }),
                new History(
                        "canceled after authorisation",
                        "CANCELED 0.00 0.00 0.00 []",
                        ",\"capture\":false",
                        (account, id) -> {
                            account.payWith(id, "pm_card_visa");
                            account.cancel(id);
                        }),
                new History(
                        "dispute won after refund",
                        "PARTIALLY_REFUNDED 250.00 100.00 0.00 [disputed, paid, refunded]",
                        "",
                        (account, id) -> {
                            account.payWith(id, "pm_card_visa");
                            refund(account, id, "10000");
                            String dispute = account.dispute(id, 15_000);
                            account.disputeBecomes(dispute, "under_review");
                            account.disputeBecomes(dispute, "won");
                        }),
                new History("dispute lost", "CHARGED_BACK 250.00 0.00 250.00 [disputed, paid]", "", (account, id) -> {
                    account.payWith(id, "pm_card_visa");
                    account.disputeBecomes(account.dispute(id, 25_000), "lost");
                }),
                new History("paid twice", "PAID 500.00 0.00 0.00 [paid] [overpaid]", "", (account, id) -> {
                    account.payWith(id, "pm_card_visa");
                    again(account, id, "25000", "usd");
                }),
                new History(
                        "another amount and another currency, then the right one twice",
                        "PAID 501.00 0.00 0.00 [paid] [overpaid, review, review]",
                        "",
                        (account, id) -> {
                            again(account, id, "100", "usd");
                            again(account, id, "25000", "eur");
                            account.payWith(id, "pm_card_visa");
                            again(account, id, "25000", "usd");
                        }),
                new History(
                        "another amount and another currency only",
                        "PENDING 1.00 0.00 0.00 [] [review, review]",
                        "",
                        (account, id) -> {
                            again(account, id, "100", "usd");
                            again(account, id, "25000", "eur");
                        }),
                new History(
                        "paid twice, the second refunded and the first contested",
                        "DISPUTED 500.00 250.00 250.00 [disputed, paid, refunded] [dispute]",
                        "",
                        (account, id) -> {
                            account.payWith(id, "pm_card_visa");
                            refund(account, again(account, id, "25000", "usd"), "25000");
                            account.dispute(id, 25_000);
                        }),
                new History("page paid later", "PAID 250.00 0.00 0.00 [paid]", PAGE, (account, id) -> {
                    account.promisesOnPage(id);
                    account.keepsPromise(id);
                }),
                new History("page never paid", "FAILED 0.00 0.00 0.00 []", PAGE, (account, id) -> {
                    account.promisesOnPage(id);
                    account.breaksPromise(id);
                }));
    }

    /** Another attempt at the same payment, made with the same metadata. */
    private static String again(FakeStripeAccount account, String intent, String amount, String currency) {
        Map<String, String> form = new HashMap<>(Map.of("amount", amount, "currency", currency, "confirm", "true"));
        account.object(intent)
                .path("metadata")
                .properties()
                .forEach(entry -> form.put(
                        "metadata[" + entry.getKey() + "]", entry.getValue().textValue()));
        return account.createIntent(form).body().path("id").textValue();
    }

    private static String refund(FakeStripeAccount account, String intent, String amount) {
        return account.refund(Map.of("payment_intent", intent, "amount", amount))
                .body()
                .path("id")
                .textValue();
    }

    @ParameterizedTest
    @MethodSource("histories")
    void anyOrderOfAnyReleaseEndsTheSame(History history) throws Exception {
        StripeDesk desk = new StripeDesk(stripe, jdbi);
        Random random = new Random(history.name().hashCode());
        List<Made> payments = new ArrayList<>();
        List<Callable<Void>> senders = new ArrayList<>();
        Set<String> posted = new HashSet<>();
        for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
            int before = stripe.account().events().size();
            Made payment = desk.pay(history.extra);
            history.story.accept(stripe.account(), payment.object());
            List<ObjectNode> events = new ArrayList<>(desk.eventsSince(before));
            for (int extra = random.nextInt(4); extra > 0; extra--) {
                events.add(events.get(random.nextInt(events.size())));
            }
            events.forEach(event -> posted.add(event.path("id").textValue()));
            if (shuffle > 0) {
                Collections.shuffle(events, random);
            }
            List<String> releases = events.stream()
                    .map(_ -> StripeReleases.ALL.get(random.nextInt(StripeReleases.ALL.size())))
                    .toList();
            senders.add(() -> {
                for (int i = 0; i < events.size(); i++) {
                    desk.post(events.get(i), releases.get(i));
                }
                return null;
            });
            payments.add(payment);
        }
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (Future<Void> sender : clients.invokeAll(senders)) {
                sender.get();
            }
        }
        desk.awaitApplied();
        // an event that came just before its attempt was known has its turn a second later
        String all = String.join(",", posted);
        await(() -> desk.count("""
                        select count(*) from provider_event
                         where status = 'waiting' and event_id = any(string_to_array(?, ','))
                        """, all) == 0);
        for (Made payment : payments) {
            assertThat(desk.outcome(payment) + " " + openTasks(payment)).startsWith(history.end);
        }
        assertMailAndCorrectionTogether();
    }

    private List<String> openTasks(Made payment) {
        return jdbi.withHandle(db -> db.createQuery(
                        "select kind from operator_task where payment_id = ? and done_at is null order by kind")
                .bind(0, payment.id())
                .mapTo(String.class)
                .list());
    }

    /** Of a refund that failed both mails went out, or neither. */
    private void assertMailAndCorrectionTogether() {
        assertThat(new StripeDesk(stripe, jdbi).count("""
                        select count(*) from payment_effect e
                          join payment_fact f on f.payment_id = e.payment_id and f.object_id = e.object_id and f.kind = 'refund'
                         where e.effect = 'refunded' and f.fact ->> 'status' = 'FAILED'
                           and not exists (select from payment_effect c
                                            where c.payment_id = e.payment_id and c.object_id = e.object_id
                                              and c.effect = 'refund_failed')
                        """)).isZero();
    }
}
