package dev.comanda.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.payments.ledger.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Stripe's objects say in the ledger's terms, those inside them included. */
final class StripeFacts {
    private final Instant at;
    private final String eventType;

    /** @param eventType what happened to the objects; empty when they were asked for */
    StripeFacts(Instant at, String eventType) {
        this.at = at;
        this.eventType = eventType;
    }

    /** The facts of an object that Stripe calls {@code kind}; none for a kind the ledger has no place for. */
    List<Fact> of(String kind, JsonNode object) {
        List<Fact> facts = new ArrayList<>();
        add(kind, object, facts);
        return List.copyOf(facts);
    }

    private void add(String kind, JsonNode object, List<Fact> facts) {
        String intent = StripeJson.id(object, "payment_intent");
        addOf(intent != null ? intent : StripeJson.id(object, "charge"), kind, object, facts);
    }

    /** @param attempt the id of its intent, or of its charge */
    private void addOf(@Nullable String attempt, String kind, JsonNode object, List<Fact> facts) {
        String id = StripeJson.id(object);
        if (id == null) {
            return;
        }
        switch (kind) {
            case "payment_intent" -> {
                facts.add(intent(id, object));
                addOf(id, "charge", object.path("latest_charge"), facts);
            }
            case "charge" -> {
                facts.add(charge(id, object, attempt));
                object.path("refunds")
                        .path("data")
                        .forEach(refund -> addOf(attempt == null ? id : attempt, "refund", refund, facts));
            }
            case "refund" -> facts.add(refund(id, object, attempt));
            case "dispute" -> facts.add(dispute(id, object, attempt));
            case "checkout.session" -> {
                facts.add(session(id, object, attempt));
                add("payment_intent", object.path("payment_intent"), facts);
            }
            default -> {}
        }
    }

    private Fact.Intent intent(String id, JsonNode intent) {
        long received = StripeJson.amount(intent, "amount_received");
        return new Fact.Intent(
                id,
                intentStatus(intent),
                at,
                StripeJson.amount(intent, "amount"),
                received,
                StripeJson.currency(intent),
                StripeTags.of(intent).paymentId(),
                failure(intent.path("last_payment_error")),
                paidAt(received),
                false);
    }

    private static Fact.Intent.Status intentStatus(JsonNode intent) {
        return switch (StripeJson.first("", intent, "status")) {
            case "requires_payment_method" ->
                intent.path("last_payment_error").isObject() ? Fact.Intent.Status.FAILED : Fact.Intent.Status.NEW;
            case "requires_confirmation" -> Fact.Intent.Status.CONFIRMING;
            case "requires_action" -> Fact.Intent.Status.ACTION;
            case "processing" -> Fact.Intent.Status.PROCESSING;
            case "requires_capture" -> Fact.Intent.Status.AUTHORIZED;
            case "canceled" -> Fact.Intent.Status.CANCELED;
            case "succeeded" -> Fact.Intent.Status.SUCCEEDED;
            default -> Fact.Intent.Status.UNRECOGNIZED;
        };
    }

    private static Fact.@Nullable Failure failure(JsonNode error) {
        return error.isObject()
                ? new Fact.Failure(
                        StripeJson.first("payment_failed", error, "decline_code", "code", "type"),
                        StripeJson.first("The payment failed.", error, "message"))
                : null;
    }

    private Fact.Charge charge(String id, JsonNode charge, @Nullable String attempt) {
        long captured = StripeJson.amount(charge, "amount_captured");
        return new Fact.Charge(
                id,
                captured,
                StripeJson.amount(charge, "amount_refunded"),
                eventType.equals("charge.expired"),
                StripeJson.currency(charge),
                paidAt(captured),
                attempt);
    }

    private static Fact.Refund refund(String id, JsonNode refund, @Nullable String attempt) {
        return new Fact.Refund(
                id,
                StripeJson.amount(refund, "amount"),
                switch (StripeJson.first("", refund, "status")) {
                    case "requires_action" -> Fact.Refund.Status.REQUIRES_ACTION;
                    case "succeeded" -> Fact.Refund.Status.SUCCEEDED;
                    case "failed" -> Fact.Refund.Status.FAILED;
                    case "canceled" -> Fact.Refund.Status.CANCELED;
                    default -> Fact.Refund.Status.PENDING;
                },
                StripeTags.of(refund).operationId(),
                StripeJson.text(refund, "failure_reason"),
                attempt);
    }

    private Fact.Dispute dispute(String id, JsonNode dispute, @Nullable String attempt) {
        return new Fact.Dispute(
                id,
                StripeJson.amount(dispute, "amount"),
                switch (StripeJson.first("", dispute, "status")) {
                    case "warning_needs_response" -> Fact.Dispute.Status.WARNING_NEEDS_RESPONSE;
                    case "warning_under_review" -> Fact.Dispute.Status.WARNING_UNDER_REVIEW;
                    case "warning_closed" -> Fact.Dispute.Status.WARNING_CLOSED;
                    case "under_review" -> Fact.Dispute.Status.UNDER_REVIEW;
                    case "won" -> Fact.Dispute.Status.WON;
                    case "prevented" -> Fact.Dispute.Status.PREVENTED;
                    case "lost" -> Fact.Dispute.Status.LOST;
                    // A status nobody has heard of is one that an operator has to look at.
                    default -> Fact.Dispute.Status.NEEDS_RESPONSE;
                },
                at,
                StripeJson.time(dispute.path("evidence_details"), "due_by"),
                StripeJson.text(dispute, "reason"),
                attempt);
    }

    private Fact.Session session(String id, JsonNode session, @Nullable String attempt) {
        Fact.Session.Status status = sessionStatus(session);
        return new Fact.Session(
                id,
                status,
                StripeJson.amount(session, "amount_total"),
                StripeJson.currency(session),
                status == Fact.Session.Status.PAID ? known(at) : null,
                attempt);
    }

    private Fact.Session.Status sessionStatus(JsonNode session) {
        String payment = StripeJson.first("", session, "payment_status");
        if (payment.equals("paid") || payment.equals("no_payment_required")) {
            return Fact.Session.Status.PAID;
        }
        if (eventType.equals("checkout.session.async_payment_failed")) {
            return Fact.Session.Status.ASYNC_FAILED;
        }
        return switch (StripeJson.first("", session, "status")) {
            case "expired" -> Fact.Session.Status.EXPIRED;
            case "complete" -> Fact.Session.Status.UNPAID;
            default -> Fact.Session.Status.OPEN;
        };
    }

    private @Nullable Instant paidAt(long captured) {
        return captured > 0 ? known(at) : null;
    }

    /** An event without a time has happened before all others, but nothing was paid in 1970. */
    private static @Nullable Instant known(Instant at) {
        return at.equals(Instant.EPOCH) ? null : at;
    }
}
