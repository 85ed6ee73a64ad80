package dev.comanda.payments.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a provider has said of one of its objects. Two facts about the same object {@link #merge} into one by a rule that is
 * commutative, associative and idempotent, so webhooks may come in any order and any number of times.
 *
 * <p>Amounts are minor units of the ledger ({@link dev.comanda.payments.money.Money}), 0 or more. {@code at} is when the
 * provider says it was so (an event's {@code created}); for a fetched object, when it was asked for.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Fact.Intent.class, name = "intent"),
    @JsonSubTypes.Type(value = Fact.Charge.class, name = "charge"),
    @JsonSubTypes.Type(value = Fact.Refund.class, name = "refund"),
    @JsonSubTypes.Type(value = Fact.Dispute.class, name = "dispute"),
    @JsonSubTypes.Type(value = Fact.Session.class, name = "session")
})
public sealed interface Fact {
    /** The provider's id of the object. */
    String id();

    /** The lower-case name of the kind of object: intent, charge, refund, dispute, session. */
    default String kind() {
        return switch (this) {
            case Intent i -> "intent";
            case Charge c -> "charge";
            case Refund r -> "refund";
            case Dispute d -> "dispute";
            case Session s -> "session";
        };
    }

    /** Whether only the time differs, at which it was so. */
    default boolean saysTheSameAs(Fact other) {
        return equals(other)
                || (this instanceof Intent mine
                        && other instanceof Intent theirs
                        && mine.equals(new Intent(
                                theirs.id,
                                theirs.status,
                                mine.at,
                                theirs.amount,
                                theirs.received,
                                theirs.currency,
                                theirs.claims,
                                theirs.failure,
                                theirs.paidAt,
                                theirs.contested)));
    }

    /** Both together; {@code other} is of the same kind and id, else IllegalArgumentException. */
    default Fact merge(Fact other) {
        if (!id().equals(other.id())) {
            throw new IllegalArgumentException(id() + " is not " + other.id());
        }
        return switch (this) {
            case Intent mine when other instanceof Intent theirs -> mine.with(theirs);
            case Charge mine when other instanceof Charge theirs -> mine.with(theirs);
            case Refund mine when other instanceof Refund theirs -> mine.with(theirs);
            case Dispute mine when other instanceof Dispute theirs -> mine.with(theirs);
            case Session mine when other instanceof Session theirs -> mine.with(theirs);
            default -> throw new IllegalArgumentException(kind() + " " + id() + " is no " + other.kind());
        };
    }

    /** Why a try to pay failed: a code for programs and a sentence in the provider's words; neither names the payer. */
    record Failure(String code, String message) {}

    /** The attempt to be paid: a Stripe PaymentIntent, a MercadoPago payment. */
    record Intent(
            String id,
            Intent.Status status,
            Instant at,
            /* What it is about, whether or not it is paid; 0 when that is not known. */
            long amount,
            long received,
            @Nullable String currency,
            /* The payment_id of ours that the object carries; another than expected is a case for review. */
            @Nullable String claims,
            @Nullable Failure failure,
            /* When it was first known to have succeeded. */
            @Nullable Instant paidAt,
            /* The newest word is that the payer contests it (MercadoPago's in_mediation and charged_back). */
            boolean contested)
            implements Fact {
        /** In rising precedence within one second. The last two are final, whatever comes after. */
        public enum Status {
            UNRECOGNIZED,
            NEW,
            CONFIRMING,
            FAILED,
            ACTION,
            PROCESSING,
            AUTHORIZED,
            EXPIRED,
            CANCELED,
            SUCCEEDED;

            private int finality() {
                return switch (this) {
                    case SUCCEEDED -> 2;
                    case CANCELED -> 1;
                    default -> 0;
                };
            }
        }

        private static final Comparator<Intent> NEWER = Comparator.<Intent>comparingInt(
                        intent -> intent.status.finality())
                .thenComparing(Intent::at)
                .thenComparing(Intent::status)
                .thenComparing(Intent::contested)
                .thenComparing(i -> String.valueOf(i.failure));

        Intent with(Intent other) {
            Intent newer = NEWER.compare(this, other) >= 0 ? this : other;
            return new Intent(
                    id,
                    newer.status,
                    newer.at,
                    Math.max(amount, other.amount),
                    Math.max(received, other.received),
                    Merge.known(currency, other.currency),
                    Merge.known(claims, other.claims),
                    newer.failure,
                    Merge.earlier(paidAt, other.paidAt),
                    newer.contested);
        }

        /** Whether both were said of the same second and differ: only asking the provider tells which came last. */
        public boolean ties(Intent other) {
            return at.equals(other.at)
                    && status != other.status
                    && status.finality() == 0
                    && other.status.finality() == 0;
        }
    }

    /** Money moved, or reserved, by an attempt. */
    record Charge(
            String id,
            long captured,
            long refunded,
            boolean expired,
            @Nullable String currency,
            @Nullable Instant paidAt,
            /* The id of its attempt; null when the provider did not say. */
            @Nullable String attempt)
            implements Fact {
        Charge with(Charge other) {
            return new Charge(
                    id,
                    Math.max(captured, other.captured),
                    Math.max(refunded, other.refunded),
                    expired || other.expired,
                    Merge.known(currency, other.currency),
                    Merge.earlier(paidAt, other.paidAt),
                    Merge.known(attempt, other.attempt));
        }
    }

    /** Money on its way back. */
    record Refund(
            String id,
            long amount,
            Refund.Status status,
            /* Our operation that asked for it, if one did. */
            @Nullable String operation,
            @Nullable String failureCode,
            /* The id of the attempt that it refunds, or of that attempt's charge; null when the provider did not say. */
            @Nullable String attempt)
            implements Fact {
        /** In rising precedence; of the last two the one that is named later here, so that it does not depend on order. */
        public enum Status {
            PENDING,
            REQUIRES_ACTION,
            SUCCEEDED,
            CANCELED,
            FAILED;

            /** The money will not arrive. */
            public boolean isVoid() {
                return this == CANCELED || this == FAILED;
            }
        }

        Refund with(Refund other) {
            return new Refund(
                    id,
                    Math.max(amount, other.amount),
                    status.compareTo(other.status) >= 0 ? status : other.status,
                    Merge.known(operation, other.operation),
                    Merge.known(failureCode, other.failureCode),
                    Merge.known(attempt, other.attempt));
        }
    }

    /** The payer's bank asks for the money back. */
    record Dispute(
            String id,
            long amount,
            Dispute.Status status,
            Instant at,
            @Nullable Instant dueBy,
            @Nullable String reason,
            /* The id of the attempt that it is about, or of that attempt's charge; null when the provider did not say. */
            @Nullable String attempt)
            implements Fact {
        /** Of open ones the later in this list wins; of closed ones the newest. */
        public enum Status {
            WARNING_NEEDS_RESPONSE(0),
            WARNING_UNDER_REVIEW(0),
            NEEDS_RESPONSE(1),
            UNDER_REVIEW(2),
            WON(3),
            WARNING_CLOSED(3),
            PREVENTED(3),
            LOST(3);

            private final int rank;

            Status(int rank) {
                this.rank = rank;
            }

            public boolean isOpen() {
                return rank < 3;
            }

            /** Only an inquiry: no money has moved. */
            public boolean isWarning() {
                return rank == 0;
            }
        }

        private static final Comparator<Dispute> LATER = Comparator.<Dispute>comparingInt(d -> d.status.rank)
                .thenComparing(d -> d.status.isOpen() ? Instant.EPOCH : d.at)
                .thenComparing(Dispute::status);

        Dispute with(Dispute other) {
            boolean isLater = LATER.compare(this, other) >= 0;
            Dispute later = isLater ? this : other;
            Dispute earlier = isLater ? other : this;
            return new Dispute(
                    id,
                    Math.max(amount, other.amount),
                    later.status,
                    later.status.isOpen() && earlier.at.isAfter(later.at) ? earlier.at : later.at,
                    Merge.later(dueBy, other.dueBy),
                    Merge.known(reason, other.reason),
                    Merge.known(attempt, other.attempt));
        }
    }

    /** A payment page of the provider. */
    record Session(
            String id,
            Session.Status status,
            long total,
            @Nullable String currency,
            @Nullable Instant paidAt,
            /* The id of the attempt that was made on it; null when the provider did not say. */
            @Nullable String attempt)
            implements Fact {
        /** In rising precedence. */
        public enum Status {
            OPEN,
            EXPIRED,
            UNPAID,
            ASYNC_FAILED,
            PAID
        }

        Session with(Session other) {
            return new Session(
                    id,
                    status.compareTo(other.status) >= 0 ? status : other.status,
                    Math.max(total, other.total),
                    Merge.known(currency, other.currency),
                    Merge.earlier(paidAt, other.paidAt),
                    Merge.known(attempt, other.attempt));
        }
    }
}
