package dev.comanda.payments.mercadopago;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.mercadopago.MercadoPagoFacts.Unreadable;
import dev.comanda.payments.port.StatusResult;
import dev.comanda.payments.port.Tag;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks what became of a payment, a payment page or a chargeback. What another account collects is not there for us: a buyer
 * must not confirm an order with a payment to somebody else.
 */
final class MercadoPagoReader {
    /** Payments have numbers; a page's id has dashes in it. */
    private static final Pattern PAYMENT_ID = Pattern.compile("\\d{1,20}");

    private static final Pattern PAGE_ID = Pattern.compile("[A-Za-z0-9-]{1,100}");
    private static final int ATTEMPTS_ON_A_PAGE = 20;

    private final MercadoPagoCalls calls;
    private final @Nullable String collector;
    private final InstantSource clock;

    /** @param collector the account's id; null when it is not known, and not compared then */
    MercadoPagoReader(MercadoPagoCalls calls, @Nullable String collector, InstantSource clock) {
        this.calls = calls;
        this.collector = collector;
        this.clock = clock;
    }

    static boolean isPage(String providerPaymentId) {
        return !PAYMENT_ID.matcher(providerPaymentId).matches();
    }

    StatusResult status(String providerPaymentId) {
        return isPage(providerPaymentId) ? page(providerPaymentId) : payment(providerPaymentId);
    }

    private StatusResult payment(String id) {
        return read(
                calls.make((api, bearer) -> api.payment(bearer, id)),
                payment -> isOurs(payment)
                        ? new StatusResult.Known(MercadoPagoFacts.ofPayment(payment), MercadoPagoFacts.tag(payment))
                        : new StatusResult.NotFound());
    }

    /** The page and every attempt to pay on it. */
    private StatusResult page(String id) {
        if (!PAGE_ID.matcher(id).matches()) {
            return new StatusResult.NotFound();
        }
        return read(calls.make((api, bearer) -> api.preference(bearer, id)), preference -> {
            Tag tag = MercadoPagoFacts.tag(preference);
            if (!isOurs(preference) || tag.paymentId() == null) {
                return new StatusResult.NotFound();
            }
            Fact.Session page = MercadoPagoFacts.ofPreference(preference, clock.instant());
            return switch (payments(tag.paymentId())) {
                case StatusResult.Known(List<Fact> facts, Tag newest) -> {
                    List<Fact> all = new ArrayList<>(facts);
                    all.add(page);
                    yield new StatusResult.Known(all, tag);
                }
                case StatusResult.NotFound nobodyTried -> new StatusResult.Known(List.of(page), tag);
                case StatusResult.Unknown unknown -> unknown;
            };
        });
    }

    /** Every payment that carries this payment id of ours, each asked for by its own id: the search may lag behind. */
    StatusResult payments(String paymentId) {
        return read(
                calls.make((api, bearer) -> api.search(bearer, paymentId, "date_created", "desc", ATTEMPTS_ON_A_PAGE)),
                found -> {
                    if (!found.path("results").isArray()) {
                        throw new Unreadable("results");
                    }
                    List<Fact> facts = new ArrayList<>();
                    Tag tag = Tag.NONE;
                    for (JsonNode result : found.path("results")) {
                        String id = Json.id(result.path("id"));
                        if (id == null || isPage(id)) {
                            throw new Unreadable("id");
                        }
                        switch (payment(id)) {
                            case StatusResult.Known known
                            when paymentId.equals(known.tag().paymentId()) -> {
                                facts.addAll(known.facts());
                                tag = known.tag();
                            }
                            case StatusResult.Known other -> {}
                            case StatusResult.NotFound notOurs -> {}
                            case StatusResult.Unknown unknown -> {
                                return unknown;
                            }
                        }
                    }
                    return facts.isEmpty() ? new StatusResult.NotFound() : new StatusResult.Known(facts, tag);
                });
    }

    /** The payment that a chargeback is about, and the chargeback. */
    StatusResult chargeback(String id) {
        return read(calls.make((api, bearer) -> api.chargeback(bearer, id)), chargeback -> {
            String payment = Json.id(chargeback.at("/payments/0"));
            if (payment == null || isPage(payment)) {
                throw new Unreadable("payments");
            }
            Fact.Dispute dispute = MercadoPagoFacts.ofChargeback(chargeback, payment);
            return switch (payment(payment)) {
                case StatusResult.Known(List<Fact> facts, Tag tag) -> {
                    List<Fact> all = new ArrayList<>(facts);
                    all.add(dispute);
                    yield new StatusResult.Known(all, tag);
                }
                case StatusResult other -> other;
            };
        });
    }

    private boolean isOurs(JsonNode object) {
        return collector == null || collector.equals(Json.id(object.path("collector_id")));
    }

    private interface Reading {
        StatusResult of(JsonNode body) throws Unreadable;
    }

    private static StatusResult read(Reply reply, Reading reading) {
        return switch (reply) {
            case Reply.Done(JsonNode body) -> {
                try {
                    yield reading.of(body);
                } catch (Unreadable e) {
                    yield new StatusResult.Unknown(String.valueOf(e.getMessage()));
                }
            }
            case Reply.Refused refused ->
                refused.status() == 404 ? new StatusResult.NotFound() : new StatusResult.Unknown(refused.code());
            case Reply.Unknown unknown -> new StatusResult.Unknown(unknown.cause());
            case Reply.NotSent notSent -> new StatusResult.Unknown(notSent.cause());
        };
    }
}
