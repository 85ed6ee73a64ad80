package dev.comanda.payments.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.payments.ledger.Expected;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.ledger.Ledger;
import dev.comanda.payments.ledger.Standing;
import dev.comanda.payments.money.CurrencyUnit;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.BillingRecord;
import dev.comanda.payments.port.MalformedWebhook;
import dev.comanda.payments.port.WebhookEvent;
import dev.comanda.payments.stripe.StripeHistories.History;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In whatever order and however often Stripe's events come, and whichever release writes them, they end the same. */
class StripeConvergenceTest {
    /** For each of eleven histories in eight releases: 13,200 in all. */
    private static final int SHUFFLES = 150;

    private static final Expected EXPECTED =
            Expected.of("pay_1", new Money(25_000, CurrencyUnit.of("USD").orElseThrow()));

    private final StripeEvents events = new StripeEvents(StripeAccounts.at(URI.create("http://127.0.0.1:1")));

    static Stream<History> histories() {
        return StripeHistories.all();
    }

    @ParameterizedTest
    @MethodSource("histories")
    void endsTheSameInAnyOrder(History history) throws MalformedWebhook {
        Random random = new Random(history.name().hashCode());
        for (Map.Entry<String, List<byte[]>> release : history.byRelease().entrySet()) {
            List<WebhookEvent> inOrder = parsed(release.getValue());
            assertThat(standing(inOrder)).as(release.getKey()).isEqualTo(history.end());
            Map<String, BillingRecord> billing = billing(inOrder);
            for (int i = 0; i < SHUFFLES; i++) {
                List<WebhookEvent> shuffled = shuffledWithDuplicates(inOrder, random);

                assertThat(standing(shuffled))
                        .as("%s %s", release.getKey(), shuffled)
                        .isEqualTo(history.end());
                assertThat(billing(shuffled))
                        .as("%s %s", release.getKey(), shuffled)
                        .isEqualTo(billing);
            }
        }
    }

    @Test
    void aSubscriptionReadsTheSameInEveryRelease() throws MalformedWebhook {
        History subscription = StripeHistories.all()
                .filter(history -> history.name().contains("subscription"))
                .findFirst()
                .orElseThrow();
        for (List<byte[]> bodies : subscription.byRelease().values()) {
            Map<String, String> read = new TreeMap<>();
            billing(parsed(bodies))
                    .forEach((id, billing) -> read.put(id, billing.fields().toString()));

            assertThat(read)
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "cus_1",
                            "{\"has_email\":true,\"delinquent\":false}",
                            "pm_1",
                            "{\"brand\":\"visa\",\"last4\":\"4242\",\"exp_month\":4,\"exp_year\":2030}",
                            "sub_1",
                            "{\"customer\":\"cus_1\",\"status\":\"canceled\","
                                    + "\"current_period_start\":\"2026-03-01T18:00:00Z\","
                                    + "\"current_period_end\":\"2026-04-01T18:00:00Z\",\"cancel_at_period_end\":false,"
                                    + "\"canceled_at\":\"2026-02-01T18:00:00Z\",\"latest_invoice\":\"in_2\"}",
                            "in_1",
                            "{\"subscription\":\"sub_1\",\"number\":\"A-1\",\"status\":\"paid\",\"currency\":\"USD\","
                                    + "\"amount_due\":\"250.00\",\"amount_paid\":\"250.00\","
                                    + "\"paid_at\":\"2026-02-01T18:01:00Z\",\"payment_intent\":\"pi_fake1\","
                                    + "\"period_end\":\"2026-03-01T18:00:00Z\"}",
                            "in_2",
                            "{\"subscription\":\"sub_1\",\"number\":\"A-2\",\"status\":\"paid\",\"currency\":\"USD\","
                                    + "\"amount_due\":\"250.00\",\"amount_paid\":\"250.00\","
                                    + "\"paid_at\":\"2026-03-02T18:00:00Z\","
                                    + "\"period_end\":\"2026-04-01T18:00:00Z\"}"));
        }
    }

    private List<WebhookEvent> parsed(List<byte[]> bodies) throws MalformedWebhook {
        List<WebhookEvent> parsed = new ArrayList<>();
        for (byte[] body : bodies) {
            parsed.add(events.parse(StripeAccounts.webhook(body, "", StripeHistories.START)));
        }
        return parsed;
    }

    private static List<WebhookEvent> shuffledWithDuplicates(List<WebhookEvent> events, Random random) {
        List<WebhookEvent> shuffled = new ArrayList<>(events);
        events.stream().filter(event -> random.nextInt(3) == 0).forEach(shuffled::add);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private static Standing standing(List<WebhookEvent> events) {
        Map<String, Fact> facts = new HashMap<>();
        events.stream()
                .map(WebhookEvent::facts)
                .flatMap(Collection::stream)
                .forEach(fact -> facts.merge(fact.kind() + " " + fact.id(), fact, Fact::merge));
        return Ledger.fold(EXPECTED, facts.values());
    }

    /** As the read models keep them: deleted is final, an invoice goes up in rank, else the newest stays. */
    private static Map<String, BillingRecord> billing(List<WebhookEvent> events) {
        Map<String, BillingRecord> records = new HashMap<>();
        events.stream()
                .map(WebhookEvent::billing)
                .flatMap(Collection::stream)
                .forEach(billing -> records.merge(billing.id(), billing, StripeConvergenceTest::kept));
        return records;
    }

    private static BillingRecord kept(BillingRecord one, BillingRecord other) {
        if (one.deleted() != other.deleted()) {
            return one.deleted() ? one : other;
        }
        if (one.rank() != other.rank()) {
            return one.rank() > other.rank() ? one : other;
        }
        return one.at().isBefore(other.at()) ? other : one;
    }
}
