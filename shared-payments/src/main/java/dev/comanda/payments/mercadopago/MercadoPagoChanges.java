package dev.comanda.payments.mercadopago;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.mercadopago.MercadoPagoFacts.Unreadable;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.RefundResult;
import dev.comanda.payments.port.Remedy;
import dev.comanda.payments.port.StatusResult;
import dev.comanda.payments.port.StepResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Refunds, captures and cancellations, of a payment or of what was paid on a page. */
final class MercadoPagoChanges {
    private static final Duration A_DAY = Duration.ofDays(1);

    private final MercadoPagoCalls calls;
    private final MercadoPagoReader reader;
    private final InstantSource clock;

    MercadoPagoChanges(MercadoPagoCalls calls, MercadoPagoReader reader, InstantSource clock) {
        this.calls = calls;
        this.reader = reader;
        this.clock = clock;
    }

    /** Repeated, never looked for: a refund at MercadoPago carries nothing of ours to be found by. */
    RefundResult refund(String providerPaymentId, Money amount, String operationId) {
        Reply reply = onPayment(
                providerPaymentId,
                Fact.Intent.Status.SUCCEEDED,
                id -> calls.make((api, bearer) ->
                        api.refund(bearer, MercadoPagoCalls.key(operationId), id, MercadoPagoRequests.refund(amount))));
        return switch (reply) {
            case Reply.Done(JsonNode refund) -> {
                try {
                    Fact.Refund fact = MercadoPagoFacts.ofRefund(refund, amount.currency(), operationId);
                    yield new RefundResult.Refunded(fact.id(), List.of(fact));
                } catch (Unreadable e) {
                    yield new RefundResult.Unknown(String.valueOf(e.getMessage()), Remedy.REPEAT);
                }
            }
            case Reply.Refused(int status, String code, String message) -> new RefundResult.Refused(code, message);
            case Reply.Unknown(String cause, Remedy remedy) -> new RefundResult.Unknown(cause, Remedy.REPEAT);
            case Reply.NotSent(String cause) -> new RefundResult.NotSent(cause);
        };
    }

    StepResult capture(String providerPaymentId, String operationId) {
        String body = MercadoPagoRequests.capture();
        return step(
                onPayment(providerPaymentId, Fact.Intent.Status.AUTHORIZED, id -> change(id, operationId, body)),
                providerPaymentId,
                Fact.Intent.Status.SUCCEEDED);
    }

    /** The page first, so that nobody starts to pay on it while what was started is ended. */
    StepResult cancel(String providerPaymentId, String operationId) {
        String body = MercadoPagoRequests.cancel();
        if (!MercadoPagoReader.isPage(providerPaymentId)) {
            return step(change(providerPaymentId, operationId, body), providerPaymentId, Fact.Intent.Status.CANCELED);
        }
        String over = MercadoPagoRequests.expire(clock.instant().minus(A_DAY));
        Reply page = calls.make((api, bearer) ->
                api.changePreference(bearer, MercadoPagoCalls.key(operationId), providerPaymentId, over));
        return page instanceof Reply.Done ? endAttempts(providerPaymentId, operationId) : unlessDone(page);
    }

    private StepResult endAttempts(String pageId, String operationId) {
        return switch (reader.status(pageId)) {
            case StatusResult.Known known -> {
                for (Fact.Intent intent : MercadoPagoFacts.intents(known.facts())) {
                    switch (intent.status()) {
                        case SUCCEEDED -> {
                            yield new StepResult.Refused("paid", "It has been paid.");
                        }
                        case PROCESSING, AUTHORIZED -> {
                            Reply ended =
                                    change(intent.id(), operationId + "-" + intent.id(), MercadoPagoRequests.cancel());
                            if (!(ended instanceof Reply.Done)) {
                                yield unlessDone(ended);
                            }
                        }
                        default -> {}
                    }
                }
                yield done(reader.status(pageId));
            }
            case StatusResult other -> done(other);
        };
    }

    private Reply change(String id, String operationId, String body) {
        return calls.make((api, bearer) -> api.change(bearer, MercadoPagoCalls.key(operationId), id, body));
    }

    /** A refusal because it stands already where it was to be brought is no refusal. */
    private StepResult step(Reply reply, String id, Fact.Intent.Status wanted) {
        if (reply instanceof Reply.Refused && reader.status(id) instanceof StatusResult.Known known) {
            if (MercadoPagoFacts.intents(known.facts()).stream().anyMatch(intent -> intent.status() == wanted)) {
                return new StepResult.Done(known.facts());
            }
        }
        if (reply instanceof Reply.Done(JsonNode payment)) {
            try {
                return new StepResult.Done(MercadoPagoFacts.ofPayment(payment));
            } catch (Unreadable e) {
                return new StepResult.Unknown(String.valueOf(e.getMessage()), Remedy.LOOK);
            }
        }
        return unlessDone(reply);
    }

    private static StepResult unlessDone(Reply reply) {
        return switch (reply) {
            case Reply.Done done -> throw new IllegalArgumentException("done");
            case Reply.Refused(int status, String code, String message) -> new StepResult.Refused(code, message);
            case Reply.Unknown(String cause, Remedy remedy) -> new StepResult.Unknown(cause, remedy);
            case Reply.NotSent(String cause) -> new StepResult.NotSent(cause);
        };
    }

    private static StepResult done(StatusResult status) {
        return switch (status) {
            case StatusResult.Known known -> new StepResult.Done(known.facts());
            case StatusResult.NotFound notFound -> new StepResult.Refused("not_found", "There is no such payment.");
            case StatusResult.Unknown(String cause) -> new StepResult.Unknown(cause, Remedy.REPEAT);
        };
    }

    /** The reply to a call on the payment, or on the one made on the page. Not found out which: the call was not made. */
    private Reply onPayment(String providerPaymentId, Fact.Intent.Status wanted, Function<String, Reply> call) {
        if (!MercadoPagoReader.isPage(providerPaymentId)) {
            return call.apply(providerPaymentId);
        }
        return switch (reader.status(providerPaymentId)) {
            case StatusResult.Known known ->
                MercadoPagoFacts.intents(known.facts()).stream()
                        .filter(intent -> intent.status() == wanted)
                        .findFirst()
                        .map(intent -> call.apply(intent.id()))
                        .orElseGet(() -> new Reply.Refused(400, "not_paid", "Nobody has paid on this page."));
            case StatusResult.NotFound notFound -> new Reply.Refused(404, "not_found", "There is no such page.");
            case StatusResult.Unknown(String cause) -> new Reply.NotSent(cause);
        };
    }
}
