package dev.comanda.payments.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.payments.money.CurrencyUnit;
import dev.comanda.payments.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A payment of 250.00 USD that several attempts were made to pay, in each provider's terms and in any order. */
class AttemptsTest {
    private static final int COURSES = 2_000;
    private static final Instant START = Instant.parse("2026-02-01T18:00:00Z");
    private static final Money ASKED = new Money(25_000, CurrencyUnit.of("USD").orElseThrow());

    /** Which objects a provider tells of an attempt by. */
    enum Provider {
        MOCK,
        STRIPE,
        MERCADOPAGO;

        List<Fact> told(Try attempt) {
            Fact intent = new Fact.Intent(
                    attempt.id,
                    Fact.Intent.Status.SUCCEEDED,
                    attempt.at,
                    attempt.amount,
                    attempt.amount,
                    attempt.currency,
                    attempt.claims,
                    null,
                    attempt.at,
                    false);
            String charge = this == STRIPE ? "ch_" + attempt.id : attempt.id;
            List<Fact> facts = new ArrayList<>(List.of(pending(attempt), intent));
            if (this != MOCK) {
                facts.add(new Fact.Charge(
                        charge,
                        attempt.amount,
                        attempt.isRefunded ? attempt.amount : 0,
                        false,
                        attempt.currency,
                        attempt.at,
                        attempt.id));
            }
            if (attempt.isRefunded) {
                facts.add(refund("re_" + attempt.id, attempt.amount, this == STRIPE ? charge : attempt.id));
            }
            return facts;
        }

        private static Fact pending(Try attempt) {
            return new Fact.Intent(
                    attempt.id,
                    Fact.Intent.Status.PROCESSING,
                    attempt.at.minusSeconds(1),
                    attempt.amount,
                    0,
                    attempt.currency,
                    attempt.claims,
                    null,
                    null,
                    false);
        }
    }

    /** An attempt that captures its amount. */
    record Try(String id, long amount, String currency, String claims, Instant at, boolean isRefunded) {
        boolean isRight() {
            return amount == 25_000 && currency.equals("USD") && claims.equals("pay_1");
        }
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void everyOrderOfRightWrongAndRepeatedAttemptsEndsTheSame(Provider provider) {
        Random random = new Random(provider.name().hashCode());
        for (int i = 0; i < COURSES; i++) {
            List<Try> tries = tries(random);
            List<Fact> told = new ArrayList<>();
            tries.forEach(attempt -> told.addAll(provider.told(attempt)));
            Ledger inOrder = ledger(told);
            List<Fact> shuffled = new ArrayList<>(told);
            told.stream().filter(_ -> random.nextInt(3) == 0).forEach(shuffled::add);
            Collections.shuffle(shuffled, random);

            assertEndsAsItShould(inOrder, tries);
            assertNeverTakenBack(shuffled, tries);
            Ledger ledger = ledger(shuffled);
            assertThat(ledger.standing()).as("%s", shuffled).isEqualTo(inOrder.standing());
            assertThat(ledger.attempts()).as("%s", shuffled).isEqualTo(inOrder.attempts());
        }
    }

    private static void assertEndsAsItShould(Ledger ledger, List<Try> tries) {
        Standing standing = ledger.standing();
        Try first = tries.stream().filter(Try::isRight).findFirst().orElse(null);
        Set<String> overpaid = new HashSet<>();
        Set<String> review = new HashSet<>();
        for (Try attempt : tries) {
            if (!attempt.equals(first) && !attempt.isRefunded) {
                (attempt.isRight() ? overpaid : review).add(attempt.id);
            }
        }
        assertThat(standing.paidBy()).isEqualTo(first == null ? null : first.id);
        assertThat(ids(ledger, Attempt::isOverpaid)).isEqualTo(overpaid);
        assertThat(ids(ledger, Attempt::isUnderReview)).isEqualTo(review);
        assertThat(standing.captured()).isEqualTo(sum(tries, false));
        assertThat(standing.refunded()).isEqualTo(sum(tries, true));
        if (first != null) {
            assertThat(standing.state()).isEqualTo(first.isRefunded ? PaymentState.REFUNDED : PaymentState.PAID);
            assertThat(standing.review()).isNull();
        } else {
            assertThat(standing.state()).isEqualTo(review.isEmpty() ? PaymentState.REFUNDED : PaymentState.PENDING);
            assertThat(standing.review() == null).isEqualTo(review.isEmpty());
        }
    }

    /** From the moment the money of a right attempt is told, the payment is paid, whatever is told after. */
    private static void assertNeverTakenBack(List<Fact> told, List<Try> tries) {
        Set<String> right = new HashSet<>();
        tries.stream().filter(Try::isRight).map(Try::id).forEach(right::add);
        boolean isPaid = false;
        for (int heard = 1; heard <= told.size(); heard++) {
            isPaid |= right.contains(moneyOf(told.get(heard - 1)));
            if (isPaid) {
                Standing standing = ledger(told.subList(0, heard)).standing();
                assertThat(standing.isPaid()).as("%s", told.subList(0, heard)).isTrue();
                assertThat(standing.review()).isNull();
            }
        }
    }

    /** The attempt whose money the fact tells of; empty when it tells of none. */
    private static String moneyOf(Fact fact) {
        return switch (fact) {
            case Fact.Intent intent when intent.received() > 0 -> intent.id();
            case Fact.Charge charge when charge.attempt() != null -> charge.attempt();
            default -> "";
        };
    }

    private static long sum(List<Try> tries, boolean onlyRefunded) {
        return tries.stream()
                .filter(attempt -> attempt.currency.equals("USD") && (!onlyRefunded || attempt.isRefunded))
                .mapToLong(Try::amount)
                .sum();
    }

    private static Set<String> ids(Ledger ledger, Predicate<Attempt> which) {
        Set<String> ids = new HashSet<>();
        ledger.attempts().stream().filter(which).map(Attempt::id).forEach(ids::add);
        return ids;
    }

    private static List<Try> tries(Random random) {
        List<Try> tries = new ArrayList<>();
        for (int number = 0; number < 1 + random.nextInt(4); number++) {
            tries.add(new Try(
                    "pi_" + number,
                    random.nextInt(3) == 0 ? 100 : 25_000,
                    random.nextInt(4) == 0 ? "EUR" : "USD",
                    random.nextInt(5) == 0 ? "pay_2" : "pay_1",
                    START.plusSeconds(60L * number),
                    random.nextInt(4) == 0));
        }
        return tries;
    }

    @Test
    void anAcceptedAttemptPaysAndARightOneAfterItIsOverpaid() {
        Map<String, Expected.Decision> accepted = Map.of("pi_1", Expected.Decision.ACCEPTED);
        Try cheap = new Try("pi_1", 100, "USD", "pay_1", START.plusSeconds(60), false);
        Try right = new Try("pi_2", 25_000, "USD", "pay_1", START, false);
        List<Fact> told = new ArrayList<>(Provider.STRIPE.told(cheap));
        told.addAll(Provider.STRIPE.told(right));

        Ledger ledger = ledger(told, accepted);

        assertThat(ledger.standing().paidBy()).isEqualTo("pi_1");
        assertThat(ids(ledger, Attempt::isOverpaid)).containsExactly("pi_2");
    }

    @Test
    void severalAcceptedAttemptsAreRefundedOnlyTogether() {
        Map<String, Expected.Decision> accepted =
                Map.of("pi_1", Expected.Decision.ACCEPTED, "pi_2", Expected.Decision.ACCEPTED);
        Try one = new Try("pi_1", 10_000, "USD", "pay_1", START, true);
        Try other = new Try("pi_2", 15_000, "USD", "pay_1", START, false);
        List<Fact> told = new ArrayList<>(Provider.STRIPE.told(one));
        told.addAll(Provider.STRIPE.told(other));

        assertThat(ledger(told, accepted).standing().state()).isEqualTo(PaymentState.PARTIALLY_REFUNDED);
        told.add(refund("re_2", 15_000, "pi_2"));
        assertThat(ledger(told, accepted).standing().state()).isEqualTo(PaymentState.REFUNDED);
    }

    @Test
    void anOverpaymentThatWasSentBackNeverPaysThoughItTurnsOutToBeTheEarlierOne() {
        Try first = new Try("pi_1", 25_000, "USD", "pay_1", START, true);
        Try second = new Try("pi_2", 25_000, "USD", "pay_1", START.plusSeconds(5), false);
        List<Fact> told = new ArrayList<>(Provider.STRIPE.told(first));
        told.addAll(Provider.STRIPE.told(second));

        Standing standing =
                ledger(told, Map.of("pi_1", Expected.Decision.REJECTED)).standing();

        assertThat(standing.paidBy()).isEqualTo("pi_2");
        assertThat(standing.state()).isEqualTo(PaymentState.PAID);
    }

    @Test
    void whoTriesAgainAfterAWrongAttemptWentBackIsUnderWay() {
        Try cheap = new Try("pi_1", 100, "USD", "pay_1", START, true);
        List<Fact> told = new ArrayList<>(Provider.MERCADOPAGO.told(cheap));
        assertThat(ledger(told).standing().state()).isEqualTo(PaymentState.REFUNDED);

        told.add(Provider.pending(new Try("pi_2", 25_000, "USD", "pay_1", START, false)));

        assertThat(ledger(told).standing().state()).isEqualTo(PaymentState.PENDING);
        assertThat(ledger(told).standing().review()).isNull();
    }

    /** Stored before objects named their attempt. */
    @Test
    void objectsThatNameNoAttemptBelongToTheFirst() {
        Fact intent = Provider.STRIPE
                .told(new Try("pi_1", 25_000, "USD", "pay_1", START, false))
                .get(1);
        Fact charge = new Fact.Charge("ch_1", 25_000, 25_000, false, "USD", START, null);
        Fact refund = refund("re_1", 25_000, null);

        Ledger ledger = ledger(List.of(intent, charge, refund));

        assertThat(ledger.attempts()).hasSize(1);
        assertThat(ledger.standing().state()).isEqualTo(PaymentState.REFUNDED);
        assertThat(ledger.standing().captured()).isEqualTo(25_000);
    }

    private static Fact refund(String id, long amount, @Nullable String attempt) {
        return new Fact.Refund(id, amount, Fact.Refund.Status.SUCCEEDED, null, null, attempt);
    }

    private static Ledger ledger(Collection<Fact> told) {
        return ledger(told, Map.of());
    }

    private static Ledger ledger(Collection<Fact> told, Map<String, Expected.Decision> decisions) {
        Map<String, Fact> merged = new HashMap<>();
        told.forEach(fact -> merged.merge(fact.kind() + " " + fact.id(), fact, Fact::merge));
        return Ledger.of(new Expected("pay_1", ASKED, decisions), merged.values());
    }
}
