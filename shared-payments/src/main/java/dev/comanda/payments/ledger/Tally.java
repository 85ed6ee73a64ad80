package dev.comanda.payments.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What some objects of a provider add up to by themselves, without regard to what was asked for. */
final class Tally {
    private final List<Fact.Intent> intents;
    private final Optional<Fact.Intent> leading;
    private final List<Fact.Charge> charges;
    private final List<Fact.Refund> refunds;
    private final List<Fact.Dispute> disputes;
    private final List<Fact.Session> sessions;

    Tally(Collection<Fact> facts) {
        this.intents = only(Fact.Intent.class, facts);
        this.leading = intents.stream()
                .max(Comparator.<Fact.Intent>comparingInt(intent -> hope(intent.status()))
                        .thenComparing(Fact.Intent::at)
                        .thenComparing(Fact.Intent::id));
        this.charges = only(Fact.Charge.class, facts);
        this.refunds = only(Fact.Refund.class, facts);
        this.disputes = only(Fact.Dispute.class, facts);
        this.sessions = only(Fact.Session.class, facts);
    }

    static <F extends Fact> List<F> only(Class<F> kind, Collection<Fact> facts) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Of several attempts the one that can still come to something, then the newest. */
    Optional<Fact.Intent> leading() {
        return leading;
    }

    List<Fact.Refund> refunds() {
        return refunds;
    }

    /** What it is about; 0 when that is not known. */
    long amount() {
        return Math.max(
                captured(), intents.stream().mapToLong(Fact.Intent::amount).sum());
    }

    /** Each kind of object may be the only one heard of, so the largest of what they say counts. */
    long captured() {
        long received = intents.stream().mapToLong(Fact.Intent::received).sum();
        long charged = charges.stream().mapToLong(Fact.Charge::captured).sum();
        long paid = sessions.stream()
                .filter(session -> session.status() == Fact.Session.Status.PAID)
                .mapToLong(Fact.Session::total)
                .sum();
        return Math.max(received, Math.max(charged, paid));
    }

    /** A refund we know counts by its own status; what a charge says beyond those was refunded elsewhere. */
    long refunded() {
        long succeeded = refunds.stream()
                .filter(refund -> refund.status() == Fact.Refund.Status.SUCCEEDED)
                .mapToLong(Fact.Refund::amount)
                .sum();
        long known = refunds.stream().mapToLong(Fact.Refund::amount).sum();
        long charged = charges.stream().mapToLong(Fact.Charge::refunded).sum();
        return Math.min(captured(), succeeded + Math.max(0, charged - known));
    }

    long disputed() {
        long ofDisputes = disputes.stream()
                .filter(dispute -> dispute.status().isOpen() || dispute.status() == Fact.Dispute.Status.LOST)
                .mapToLong(Fact.Dispute::amount)
                .sum();
        return ofDisputes == 0 && isContested() ? captured() : ofDisputes;
    }

    /** What is refunded or was lost in a dispute. */
    long returned() {
        return refunded()
                + disputes.stream()
                        .filter(dispute -> dispute.status() == Fact.Dispute.Status.LOST)
                        .mapToLong(Fact.Dispute::amount)
                        .sum();
    }

    PaymentState state() {
        if (disputes.stream().anyMatch(dispute -> dispute.status() == Fact.Dispute.Status.LOST)) {
            return PaymentState.CHARGED_BACK;
        }
        if (isContested()
                || disputes.stream()
                        .map(Fact.Dispute::status)
                        .anyMatch(status -> status.isOpen() && !status.isWarning())) {
            return PaymentState.DISPUTED;
        }
        long captured = captured();
        if (captured > 0) {
            long refunded = refunded();
            if (refunded == captured) {
                return PaymentState.REFUNDED;
            }
            return refunded > 0 ? PaymentState.PARTIALLY_REFUNDED : PaymentState.PAID;
        }
        return uncaptured();
    }

    private boolean isContested() {
        return intents.stream().anyMatch(intent -> intent.contested() && !isClosed(intent.id()));
    }

    private boolean isClosed(String disputeId) {
        return disputes.stream()
                .anyMatch(dispute ->
                        dispute.id().equals(disputeId) && !dispute.status().isOpen());
    }

    private PaymentState uncaptured() {
        if (leading.filter(i -> i.status() == Fact.Intent.Status.CANCELED).isPresent()) {
            return PaymentState.CANCELED;
        }
        if (anySession(Fact.Session.Status.EXPIRED) || charges.stream().anyMatch(Fact.Charge::expired)) {
            return PaymentState.EXPIRED;
        }
        if (anySession(Fact.Session.Status.ASYNC_FAILED)) {
            return PaymentState.FAILED;
        }
        if (anySession(Fact.Session.Status.UNPAID) && leading.isEmpty()) {
            return PaymentState.PENDING;
        }
        return leading.map(i -> switch (i.status()) {
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

    Fact.Failure failure() {
        return leading.map(Fact.Intent::failure)
                .orElse(new Fact.Failure("payment_failed", "The payment did not succeed."));
    }

    /** The payment_ids of ours that its objects carry. */
    Stream<String> claims() {
        return intents.stream().map(Fact.Intent::claims).flatMap(Stream::ofNullable);
    }

    Stream<String> currencies() {
        return Stream.of(
                        intents.stream().map(Fact.Intent::currency),
                        charges.stream().map(Fact.Charge::currency),
                        sessions.stream().map(Fact.Session::currency))
                .flatMap(all -> all)
                .flatMap(Stream::ofNullable);
    }

    @Nullable Instant paidAt() {
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
