package dev.comanda.payments.ledger;

import dev.comanda.payments.money.Money;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The fold: from merged facts, one per object, to where the payment stands. Pure; the order of the facts is irrelevant. */
public final class Ledger {
    private static final Set<PaymentState> UNDER_WAY = EnumSet.of(
            PaymentState.CREATED, PaymentState.PENDING, PaymentState.REQUIRES_ACTION, PaymentState.AUTHORIZED);

    private final Expected expected;
    private final Tally all;
    private final Attempts owners;
    private final List<Attempt> attempts;

    private Ledger(Expected expected, Collection<Fact> facts) {
        this.expected = expected;
        this.all = new Tally(facts);
        this.owners = new Attempts(expected, facts);
        this.attempts = owners.of(facts);
    }

    /** The ledger of a payment of which exactly these objects are known, at most one fact for each. */
    public static Ledger of(Expected expected, Collection<Fact> facts) {
        return new Ledger(expected, facts);
    }

    /** Where that payment stands. */
    public static Standing fold(Expected expected, Collection<Fact> facts) {
        return of(expected, facts).standing();
    }

    /** What these facts say by themselves, whatever was asked for. */
    public static PaymentState alone(Collection<Fact> facts) {
        return new Tally(facts).state();
    }

    /** Every attempt to pay, the earliest first. */
    public List<Attempt> attempts() {
        return attempts;
    }

    /** Those that pay: none before the payment is paid; several only where an operator accepted several. */
    public List<Attempt> paying() {
        return those(Attempt.Part.PAYS);
    }

    /** The attempt to capture, cancel and refund: the one that pays, else the most hopeful one, else the newest. */
    public Optional<String> leading() {
        return paying().stream()
                .map(Attempt::id)
                .findFirst()
                .or(() -> all.leading().map(Fact::id));
    }

    /** What a refund or dispute is about, in the currency of its attempt; of anything else what its attempt captured. */
    public Money amountOf(Fact fact) {
        String id = owners.attemptOf(fact);
        Optional<Attempt> its =
                attempts.stream().filter(attempt -> attempt.id().equals(id)).findFirst();
        long minor = switch (fact) {
            case Fact.Refund refund -> refund.amount();
            case Fact.Dispute dispute -> dispute.amount();
            default -> its.map(Attempt::captured).orElse(0L);
        };
        return its.map(Attempt::amount).orElse(expected.amount()).with(minor);
    }

    /** Where the payment stands. */
    public Standing standing() {
        List<Attempt> paying = paying();
        String review = paying.isEmpty() ? review() : null;
        PaymentState state = review == null ? state(paying) : PaymentState.PENDING;
        return new Standing(
                state,
                sum(Attempt::captured),
                sum(Attempt::refunded),
                sum(Attempt::disputed),
                review,
                state == PaymentState.FAILED ? all.failure() : null,
                paying.isEmpty() ? null : paying.getFirst().at(),
                paying.isEmpty() ? null : paying.getFirst().id());
    }

    /** Money that is not what was asked for has no effects until an operator accepts it; once it is all back, it is over. */
    private @Nullable String review() {
        return attempts.stream()
                .filter(Attempt::isUnderReview)
                .map(Attempt::flaw)
                .findFirst()
                .orElse(
                        captured().stream()
                                        .anyMatch(one -> one.decision() == Expected.Decision.REJECTED && !one.isBack())
                                ? "rejected"
                                : null);
    }

    private PaymentState state(List<Attempt> paying) {
        if (!paying.isEmpty()) {
            return together(paying);
        }
        if (captured().isEmpty()) {
            return all.state();
        }
        // All that was paid is back. The payer may be trying again.
        return those(Attempt.Part.NONE).stream()
                .map(Attempt::state)
                .filter(UNDER_WAY::contains)
                .findFirst()
                .orElseGet(() -> together(captured()));
    }

    private static PaymentState together(List<Attempt> attempts) {
        Set<PaymentState> states = EnumSet.noneOf(PaymentState.class);
        attempts.forEach(attempt -> states.add(attempt.state()));
        if (states.size() == 1) {
            return states.iterator().next();
        }
        if (states.contains(PaymentState.CHARGED_BACK)) {
            return PaymentState.CHARGED_BACK;
        }
        return states.contains(PaymentState.DISPUTED) ? PaymentState.DISPUTED : PaymentState.PARTIALLY_REFUNDED;
    }

    private List<Attempt> captured() {
        return attempts.stream().filter(attempt -> attempt.captured() > 0).toList();
    }

    private List<Attempt> those(Attempt.Part part) {
        return attempts.stream().filter(attempt -> attempt.part() == part).toList();
    }

    /** Money in another currency than the payment's is in the attempts only. */
    private long sum(ToLongFunction<Attempt> amount) {
        return attempts.stream()
                .filter(attempt ->
                        attempt.amount().currency().equals(expected.amount().currency()))
                .mapToLong(amount)
                .sum();
    }
}
