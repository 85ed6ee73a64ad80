package dev.comanda.payments.ledger;

import dev.comanda.payments.money.CurrencyUnit;
import dev.comanda.payments.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sorts the objects of one payment by the attempt they belong to, and says what each attempt is to the payment. */
final class Attempts {
    private static final Comparator<Found> EARLIER = Comparator.<Found, Instant>comparing(
                    Found::at, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Found::id);

    private final Expected expected;
    private final Set<String> intents = new HashSet<>();
    private final Map<String, String> attemptOfCharge = new TreeMap<>();
    private final @Nullable String first;

    Attempts(Expected expected, Collection<Fact> facts) {
        this.expected = expected;
        List<Fact.Intent> known = Tally.only(Fact.Intent.class, facts);
        List<Fact.Charge> charges = Tally.only(Fact.Charge.class, facts);
        known.forEach(intent -> intents.add(intent.id()));
        this.first = known.stream()
                .min(Comparator.comparing(Fact.Intent::paidAt, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
                        .thenComparing(Fact.Intent::id))
                .map(Fact::id)
                .or(() -> charges.stream().map(Fact::id).min(Comparator.naturalOrder()))
                .orElse(null);
        charges.forEach(charge -> attemptOfCharge.put(charge.id(), attemptOf(charge)));
    }

    /** The earliest first. */
    List<Attempt> of(Collection<Fact> facts) {
        Map<String, List<Fact>> byAttempt = new TreeMap<>();
        for (Fact fact : facts) {
            if (!(fact instanceof Fact.Session page) || page.status() == Fact.Session.Status.PAID) {
                byAttempt
                        .computeIfAbsent(attemptOf(fact), any -> new ArrayList<>())
                        .add(fact);
            }
        }
        List<Found> found = byAttempt.entrySet().stream()
                .map(its -> read(its.getKey(), new Tally(its.getValue())))
                .sorted(EARLIER)
                .toList();
        List<Found> paying = paying(found);
        return found.stream().map(one -> attempt(one, paying.contains(one))).toList();
    }

    /** The id of the attempt that the object belongs to. */
    String attemptOf(Fact fact) {
        String named = switch (fact) {
            case Fact.Intent intent -> intent.id();
            case Fact.Charge charge -> charge.attempt();
            case Fact.Refund refund -> refund.attempt();
            case Fact.Dispute dispute -> dispute.attempt();
            case Fact.Session session -> session.attempt();
        };
        if (named == null) {
            // MercadoPago's charges and chargebacks have the id of their payment. What names nothing is the first
            // one's.
            return intents.contains(fact.id()) ? fact.id() : Objects.requireNonNullElse(first, fact.id());
        }
        return attemptOfCharge.getOrDefault(named, named);
    }

    /** An attempt before it is known what it is to the payment. */
    private record Found(
            String id,
            Tally tally,
            @Nullable Instant at,
            @Nullable String flaw) {
        boolean isCaptured() {
            return tally.captured() > 0;
        }
    }

    private Found read(String id, Tally tally) {
        Instant paidAt = tally.captured() > 0 ? tally.paidAt() : null;
        return new Found(
                id,
                tally,
                paidAt != null ? paidAt : tally.leading().map(Fact.Intent::at).orElse(null),
                tally.captured() > 0 ? flaw(tally) : null);
    }

    private @Nullable String flaw(Tally tally) {
        if (tally.claims().anyMatch(claim -> !claim.equals(expected.paymentId()))) {
            return "reference";
        }
        if (!currency(tally).equals(expected.amount().currency())) {
            return "currency";
        }
        return tally.captured() == expected.amount().minor() ? null : "amount";
    }

    /** A currency that nobody knows counts whole units. */
    private CurrencyUnit currency(Tally tally) {
        CurrencyUnit ours = expected.amount().currency();
        return tally.currencies()
                .filter(code -> !code.equals(ours.code()))
                .min(Comparator.naturalOrder())
                .map(code -> CurrencyUnit.of(code).orElse(new CurrencyUnit(code, 0, 0, 1)))
                .orElse(ours);
    }

    /**
     * Those an operator accepted pay; else the earliest that is what was asked for. It does not matter which of them was
     * heard of first, so every order of the same webhooks ends the same.
     */
    private List<Found> paying(List<Found> found) {
        List<Found> accepted = found.stream()
                .filter(one -> one.isCaptured() && decision(one) == Expected.Decision.ACCEPTED)
                .toList();
        return !accepted.isEmpty()
                ? accepted
                : found.stream()
                        .filter(one -> one.isCaptured() && one.flaw == null && decision(one) == null)
                        .limit(1)
                        .toList();
    }

    private Expected.@Nullable Decision decision(Found found) {
        return expected.decisions().get(found.id);
    }

    private Attempt attempt(Found found, boolean pays) {
        Tally tally = found.tally;
        return new Attempt(
                found.id,
                new Money(tally.amount(), currency(tally)),
                tally.captured(),
                tally.refunded(),
                tally.disputed(),
                tally.returned() >= tally.captured(),
                tally.state(),
                found.at,
                part(found, pays),
                found.flaw,
                decision(found),
                tally.refunds());
    }

    private static Attempt.Part part(Found found, boolean pays) {
        if (pays) {
            return Attempt.Part.PAYS;
        }
        if (!found.isCaptured()) {
            return Attempt.Part.NONE;
        }
        return found.flaw == null ? Attempt.Part.EXTRA : Attempt.Part.WRONG;
    }
}
