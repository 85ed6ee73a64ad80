package dev.comanda.payments.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fold: from merged facts, one per object, to where the payment stands. Pure; the order of the facts is irrelevant. */
public final class Ledger {
    private final Expected expected;
    private final List<Fact.Intent> intents;
    private final Optional<Fact.Intent> leading;
    private final List<Fact.Charge> charges;
    private final List<Fact.Refund> refunds;
    private final List<Fact.Dispute> disputes;
    private final List<Fact.Session> sessions;

    private Ledger(Expected expected, Collection<Fact> facts) {
        this.expected = expected;
        this.intents = only(Fact.Intent.class, facts);
        this.leading = leadingIntent(facts);
        this.charges = only(Fact.Charge.class, facts);
        this.refunds = only(Fact.Refund.class, facts);
        this.disputes = only(Fact.Dispute.class, facts);
        this.sessions = only(Fact.Session.class, facts);
    }

    private static <F extends Fact> List<F> only(Class<F> kind, Collection<Fact> facts) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Where a payment stands of which exactly these objects are known, at most one fact for each. */
    public static Standing fold(Expected expected, Collection<Fact> facts) {
        return new Ledger(expected, facts).standing();
    }

    /**
     * Of several attempts (a payment page may see some) the one that can still come to something, then the newest: the one
     * to capture, cancel and refund.
     */
    public static Optional<Fact.Intent> leadingIntent(Collection<Fact> facts) {
        return only(Fact.Intent.class, facts).stream()
                .max(Comparator.<Fact.Intent>comparingInt(intent -> hope(intent.status()))
                        .thenComparing(Fact.Intent::at)
                        .thenComparing(Fact.Intent::id));
    }

    private Standing standing() {
        long captured = captured();
        long refunded = refunded(captured);
        String review = review(captured, refunded);
        PaymentState state = review == null ? state(captured, refunded) : PaymentState.PENDING;
        Fact.Failure failure = state == PaymentState.FAILED ? failure() : null;
        return new Standing(
                state, captured, refunded, disputed(captured), review, failure, captured > 0 ? paidAt() : null);
    }

    /** Each kind of object may be the only one heard of, so the largest of what they say counts. */
    private long captured() {
        long received = intents.stream().mapToLong(Fact.Intent::received).sum();
        long charged = charges.stream().mapToLong(Fact.Charge::captured).sum();
        long paid = sessions.stream()
                .filter(session -> session.status() == Fact.Session.Status.PAID)
                .mapToLong(Fact.Session::total)
                .sum();
        return Math.max(received, Math.max(charged, paid));
    }

    /** A refund we know counts by its own status; what a charge says beyond those was refunded elsewhere. */
    private long refunded(long captured) {
        long succeeded = refunds.stream()
                .filter(refund -> refund.status() == Fact.Refund.Status.SUCCEEDED)
                .mapToLong(Fact.Refund::amount)
                .sum();
        long known = refunds.stream().mapToLong(Fact.Refund::amount).sum();
        long charged = charges.stream().mapToLong(Fact.Charge::refunded).sum();
        return Math.min(captured, succeeded + Math.max(0, charged - known));
    }

    private long disputed(long captured) {
        long ofDisputes = disputes.stream()
                .filter(dispute -> dispute.status().isOpen() || dispute.status() == Fact.Dispute.Status.LOST)
                .mapToLong(Fact.Dispute::amount)
                .sum();
        return ofDisputes == 0 && isContested() ? captured : ofDisputes;
    }

    private boolean isContested() {
        return intents.stream().anyMatch(intent -> intent.contested() && !isClosed(intent.id()));
    }

    private boolean isClosed(String disputeId) {
        return disputes.stream()
                .anyMatch(dispute ->
                        dispute.id().equals(disputeId) && !dispute.status().isOpen());
    }

    /** Money that is not what was asked for has no effects until an operator accepts it; once it is all back, it is over. */
    private @Nullable String review(long captured, long refunded) {
        if (captured == 0 || expected.decision() == Expected.Decision.ACCEPTED) {
            return null;
        }
        if (expected.decision() == Expected.Decision.REJECTED) {
            return refunded == captured ? null : "rejected";
        }
        if (intents.stream()
                .map(Fact.Intent::claims)
                .filter(Objects::nonNull)
                .anyMatch(claim -> !claim.equals(expected.paymentId()))) {
            return "reference";
        }
        if (currencies()
                .anyMatch(currency ->
                        !currency.equals(expected.amount().currency().code()))) {
            return "currency";
        }
        return captured == expected.amount().minor() ? null : "amount";
    }

    private Stream<String> currencies() {
        return Stream.of(
                        intents.stream().map(Fact.Intent::currency),
                        charges.stream().map(Fact.Charge::currency),
                        sessions.stream().map(Fact.Session::currency))
                .flatMap(all -> all)
                .flatMap(Stream::ofNullable);
    }

    private PaymentState state(long captured, long refunded) {
        if (disputes.stream().anyMatch(dispute -> dispute.status() == Fact.Dispute.Status.LOST)) {
            return PaymentState.CHARGED_BACK;
        }
        if (isContested()
                || disputes.stream()
                        .map(Fact.Dispute::status)
                        .anyMatch(status -> status.isOpen() && !status.isWarning())) {
            return PaymentState.DISPUTED;
        }
        if (captured > 0) {
            if (refunded == captured) {
                return PaymentState.REFUNDED;
            }
            return refunded > 0 ? PaymentState.PARTIALLY_REFUNDED : PaymentState.PAID;
        }
        return uncaptured();
    }

    private PaymentState uncaptured() {
        Optional<Fact.Intent> intent = leading;
        if (intent.filter(i -> i.status() == Fact.Intent.Status.CANCELED).isPresent()) {
            return PaymentState.CANCELED;
        }
        if (anySession(Fact.Session.Status.EXPIRED) || charges.stream().anyMatch(Fact.Charge::expired)) {
            return PaymentState.EXPIRED;
        }
        if (anySession(Fact.Session.Status.ASYNC_FAILED)) {
            return PaymentState.FAILED;
        }
        if (anySession(Fact.Session.Status.UNPAID) && intent.isEmpty()) {
            return PaymentState.PENDING;
        }
        return intent.map(i -> switch (i.status()) {
                    case NEW -> PaymentState.CREATED;
                    case FAILED -> PaymentState.FAILED;
                    case CONFIRMING, PROCESSING -> PaymentState.PENDING;
                    case ACTION -> PaymentState.REQUIRES_ACTION;
                    case AUTHORIZED -> PaymentState.AUTHORIZED;
                    case EXPIRED -> PaymentState.EXPIRED;
                    case CANCELED -> PaymentState.CANCELED;
                    // Succeeded, and nothing of it received: the amount will tell.
                    case SUCCEEDED -> PaymentState.PENDING;
                    case UNRECOGNIZED -> PaymentState.UNKNOWN;
                })
                .orElse(anySession(Fact.Session.Status.OPEN) ? PaymentState.CREATED : PaymentState.UNKNOWN);
    }

    private boolean anySession(Fact.Session.Status status) {
        return sessions.stream().anyMatch(session -> session.status() == status);
    }

    private static int hope(Fact.Intent.Status status) {
        return switch (status) {
            case SUCCEEDED -> 4;
            case AUTHORIZED -> 3;
            case NEW, CONFIRMING, ACTION, PROCESSING -> 2;
            case FAILED, CANCELED, EXPIRED -> 1;
            case UNRECOGNIZED -> 0;
        };
    }

    private Fact.Failure failure() {
        return leading.map(Fact.Intent::failure)
                .orElse(new Fact.Failure("payment_failed", "The payment did not succeed."));
    }

    private @Nullable Instant paidAt() {
        return Stream.of(
                        intents.stream().map(Fact.Intent::paidAt),
                        charges.stream().map(Fact.Charge::paidAt),
                        sessions.stream().map(Fact.Session::paidAt))
                .flatMap(all -> all)
                .flatMap(Stream::ofNullable)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
