package dev.comanda.payments.mercadopago;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.money.CurrencyUnit;
import dev.comanda.payments.port.Tag;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What MercadoPago's objects say, in the ledger's terms. Unknown fields are ignored, unreadable ones refused. */
final class MercadoPagoFacts {
    static final Pattern OUR_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final String NOT_OURS = "another";

    private MercadoPagoFacts() {}

    /** A payment: the attempt, the money it moved, and what went back. */
    static List<Fact> ofPayment(JsonNode payment) throws Unreadable {
        String id = id(payment.path("id"));
        CurrencyUnit currency = currency(payment.path("currency_id"));
        String status = Json.text(payment.path("status"), "");
        String detail = Json.text(payment.path("status_detail"), "");
        boolean isPaid = isPaid(status);
        long amount = minor(payment.path("transaction_amount"), currency);
        long received = isPaid ? amount : 0;
        Instant paidAt = isPaid ? time(payment.path("date_approved")) : null;
        Instant at = time(payment.path("date_last_updated"));
        if (at == null) {
            throw new Unreadable("date_last_updated");
        }
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact.Intent(
                id,
                status(status, detail),
                at,
                amount,
                received,
                currency.code(),
                claim(payment.path("external_reference")),
                status.equals("rejected") ? failure(detail) : null,
                paidAt,
                status.equals("in_mediation") || status.equals("charged_back")));
        if (isPaid) {
            JsonNode refunded = payment.path("transaction_amount_refunded");
            long back = refunded.isNumber() ? minor(refunded, currency) : 0;
            facts.add(new Fact.Charge(id, received, back, false, currency.code(), paidAt, id));
        }
        for (JsonNode refund : payment.path("refunds")) {
            facts.add(ofRefund(refund, currency, null));
        }
        return facts;
    }

    /** Money on its way back; a refund does not say which operation of ours asked for it. */
    static Fact.Refund ofRefund(JsonNode refund, CurrencyUnit currency, @Nullable String operationId)
            throws Unreadable {
        return new Fact.Refund(
                id(refund.path("id")),
                minor(refund.path("amount"), currency),
                switch (Json.text(refund.path("status"), "")) {
                    case "approved" -> Fact.Refund.Status.SUCCEEDED;
                    case "rejected" -> Fact.Refund.Status.FAILED;
                    case "cancelled" -> Fact.Refund.Status.CANCELED;
                    default -> Fact.Refund.Status.PENDING;
                },
                operationId,
                null,
                Json.id(refund.path("payment_id")));
    }

    /** A chargeback has the id of its payment, so that its end also ends the payment's own word of it. */
    static Fact.Dispute ofChargeback(JsonNode chargeback, String paymentId) throws Unreadable {
        Instant at = time(chargeback.path("date_last_updated"));
        if (at == null) {
            throw new Unreadable("date_last_updated");
        }
        JsonNode covered = chargeback.path("coverage_applied");
        return new Fact.Dispute(
                paymentId,
                minor(chargeback.path("amount"), currency(chargeback.path("currency"))),
                !covered.isBoolean()
                        ? Fact.Dispute.Status.NEEDS_RESPONSE
                        : covered.booleanValue() ? Fact.Dispute.Status.WON : Fact.Dispute.Status.LOST,
                at,
                time(chargeback.path("date_documentation_deadline")),
                Json.text(chargeback.path("reason")),
                paymentId);
    }

    /** A payment page. That it was paid is said by its payments alone. */
    static Fact.Session ofPreference(JsonNode preference, Instant now) throws Unreadable {
        Instant end = time(preference.path("expiration_date_to"));
        boolean isOver = preference.path("expires").asBoolean() && end != null && end.isBefore(now);
        return new Fact.Session(
                id(preference.path("id")),
                isOver ? Fact.Session.Status.EXPIRED : Fact.Session.Status.OPEN,
                0,
                null,
                null,
                null);
    }

    /** The attempts among them. */
    static List<Fact.Intent> intents(List<Fact> facts) {
        List<Fact.Intent> intents = new ArrayList<>();
        facts.forEach(fact -> {
            if (fact instanceof Fact.Intent intent) {
                intents.add(intent);
            }
        });
        return intents;
    }

    /** What of us a payment or preference carries. */
    static Tag tag(JsonNode object) {
        String paymentId = Json.text(object.path("external_reference"));
        if (paymentId == null || !OUR_ID.matcher(paymentId).matches()) {
            return Tag.NONE;
        }
        JsonNode metadata = object.path("metadata");
        return new Tag(
                paymentId,
                Json.text(metadata.path("comanda_operation")),
                Json.text(metadata.path("comanda_service")),
                Json.text(metadata.path("order_id")));
    }

    /** Once approved, a payment has been paid whatever became of the money later. */
    private static boolean isPaid(String status) {
        return switch (status) {
            case "approved", "refunded", "in_mediation", "charged_back" -> true;
            default -> false;
        };
    }

    private static Fact.Intent.Status status(String status, String detail) {
        return switch (status) {
            case "approved", "refunded", "in_mediation", "charged_back" -> Fact.Intent.Status.SUCCEEDED;
            case "pending", "in_process" -> Fact.Intent.Status.PROCESSING;
            case "authorized" -> Fact.Intent.Status.AUTHORIZED;
            case "rejected" -> Fact.Intent.Status.FAILED;
            case "cancelled" -> detail.equals("expired") ? Fact.Intent.Status.EXPIRED : Fact.Intent.Status.CANCELED;
            default -> Fact.Intent.Status.UNRECOGNIZED;
        };
    }

    static Fact.Failure failure(String detail) {
        String code = detail.isBlank() ? "rejected" : detail;
        return new Fact.Failure(code, "MercadoPago rejected the payment: " + code.replace('_', ' ') + ".");
    }

    /** A reference that cannot be ours is one that is not what was expected. */
    private static @Nullable String claim(JsonNode reference) {
        String text = Json.text(reference);
        return text == null || OUR_ID.matcher(text).matches() ? text : NOT_OURS;
    }

    static CurrencyUnit currency(JsonNode code) throws Unreadable {
        return CurrencyUnit.of(Json.text(code, "")).orElseThrow(() -> new Unreadable("currency"));
    }

    private static String id(JsonNode node) throws Unreadable {
        String id = Json.id(node);
        if (id == null || id.length() > 100) {
            throw new Unreadable("id");
        }
        return id;
    }

    private static long minor(JsonNode amount, CurrencyUnit currency) throws Unreadable {
        if (!amount.isNumber()) {
            throw new Unreadable("amount");
        }
        try {
            BigDecimal major = amount.decimalValue();
            long minor = major.signum() < 0 || major.precision() > 40 || Math.abs(major.scale()) > 40
                    ? -1
                    : major.movePointRight(currency.digits()).longValueExact();
            if (minor >= 0) {
                return minor;
            }
        } catch (ArithmeticException e) {
            // Not an amount of that currency: said below.
        }
        throw new Unreadable("amount");
    }

    /** With its offset, which is not always UTC; null where there is none. */
    private static @Nullable Instant time(JsonNode text) throws Unreadable {
        String written = Json.text(text);
        try {
            return written == null ? null : OffsetDateTime.parse(written).toInstant();
        } catch (DateTimeException e) {
            throw new Unreadable("date");
        }
    }

    /** An object lacks what it cannot be understood without; the message names it. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String field) {
            super("unreadable " + field, null, false, false);
        }
    }
}
