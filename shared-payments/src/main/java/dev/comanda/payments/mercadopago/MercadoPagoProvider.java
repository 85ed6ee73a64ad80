package dev.comanda.payments.mercadopago;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.mercadopago.MercadoPagoFacts.Unreadable;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.Account;
import dev.comanda.payments.port.CreateResult;
import dev.comanda.payments.port.LookResult;
import dev.comanda.payments.port.MalformedWebhook;
import dev.comanda.payments.port.Operation;
import dev.comanda.payments.port.PaymentProvider;
import dev.comanda.payments.port.PaymentRequest;
import dev.comanda.payments.port.RefundResult;
import dev.comanda.payments.port.Remedy;
import dev.comanda.payments.port.StatusResult;
import dev.comanda.payments.port.StepResult;
import dev.comanda.payments.port.Verdict;
import dev.comanda.payments.port.WebhookEvent;
import dev.comanda.payments.port.WebhookRequest;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One account at MercadoPago. A payment with a method is a payment there, known by its number; one without is a payment page
 * (a preference), on which its payer makes payments that carry our payment id.
 *
 * <p>MercadoPago repeats the first answer to a repeated key. So a creation whose answer is lost is repeated where nothing
 * is lost by it: a page that nobody was sent to cannot be paid.
 */
final class MercadoPagoProvider implements PaymentProvider {
    private static final Pattern ACCESS_TOKEN = Pattern.compile("(?:APP_USR|TEST)-.*-(\\d+)");

    private final MercadoPagoCalls calls;
    private final MercadoPagoReader reader;
    private final MercadoPagoChanges changes;
    private final MercadoPagoRequests requests;
    private final MercadoPagoSignature signature;
    private final MercadoPagoEvents events;
    private final InstantSource clock;

    MercadoPagoProvider(Account account, MercadoPagoCalls calls, InstantSource clock) {
        String token = account.secretKey().orElseThrow();
        String user = account.accountId().orElseGet(() -> userOf(token));
        this.calls = calls;
        this.reader = new MercadoPagoReader(calls, user, clock);
        this.changes = new MercadoPagoChanges(calls, reader, clock);
        this.requests = new MercadoPagoRequests(account);
        this.signature = new MercadoPagoSignature(account.webhookSecrets());
        this.events = new MercadoPagoEvents(user, token);
        this.clock = clock;
    }

    /** An access token ends in the id of its account. */
    private static @Nullable String userOf(String accessToken) {
        Matcher parts = ACCESS_TOKEN.matcher(accessToken);
        return parts.matches() ? parts.group(1) : null;
    }

    @Override
    public CreateResult createPayment(PaymentRequest request) {
        PaymentRequest.Method method = request.method();
        PaymentRequest.Customer payer = request.customer();
        if (method == null) {
            return request.capture()
                    ? page(request)
                    : new CreateResult.Invalid("capture", "MercadoPago's payment page cannot reserve an amount.");
        }
        if (payer == null) {
            return new CreateResult.Invalid("customer", "MercadoPago needs the payer's mail address.");
        }
        String body = requests.payment(request, method, payer);
        return switch (calls.make(
                (api, bearer) -> api.pay(bearer, MercadoPagoCalls.key(request.operationId()), body))) {
            case Reply.Done(JsonNode payment) -> created(payment);
            case Reply.Refused(int status, String code, String message) -> new CreateResult.Invalid(code, message);
            case Reply.Unknown(String cause, Remedy remedy) -> new CreateResult.Unknown(cause, remedy);
            case Reply.NotSent(String cause) -> new CreateResult.NotSent(cause);
        };
    }

    private static CreateResult created(JsonNode payment) {
        try {
            List<Fact> facts = MercadoPagoFacts.ofPayment(payment);
            Fact.Intent intent = (Fact.Intent) facts.getFirst();
            Fact.Failure failure = intent.failure();
            return failure == null
                    ? new CreateResult.Created(intent.id(), facts, whereThePayerGoesOn(payment), null)
                    : new CreateResult.Declined(failure.code(), failure.message(), intent.id(), facts);
        } catch (Unreadable e) {
            return new CreateResult.Unknown(String.valueOf(e.getMessage()), Remedy.LOOK);
        }
    }

    /** A bank's page or a voucher to pay with cash. */
    private static @Nullable String whereThePayerGoesOn(JsonNode payment) {
        String url = Json.text(payment.at("/transaction_details/external_resource_url"));
        return url == null ? Json.text(payment.at("/point_of_interaction/transaction_data/ticket_url")) : url;
    }

    private CreateResult page(PaymentRequest request) {
        String body = requests.preference(request);
        return switch (calls.make(
                (api, bearer) -> api.open(bearer, MercadoPagoCalls.key(request.operationId()), body))) {
            case Reply.Done(JsonNode preference) -> {
                String url = Json.text(preference.path("init_point"));
                try {
                    Fact.Session page = MercadoPagoFacts.ofPreference(preference, clock.instant());
                    yield new CreateResult.Created(page.id(), List.of(page), url, null);
                } catch (Unreadable e) {
                    yield new CreateResult.Unknown(String.valueOf(e.getMessage()), Remedy.REPEAT);
                }
            }
            case Reply.Refused(int status, String code, String message) -> new CreateResult.Invalid(code, message);
            case Reply.Unknown(String cause, Remedy remedy) -> new CreateResult.Unknown(cause, Remedy.REPEAT);
            case Reply.NotSent(String cause) -> new CreateResult.NotSent(cause);
        };
    }

    @Override
    public StatusResult getPaymentStatus(String providerPaymentId) {
        return reader.status(providerPaymentId);
    }

    @Override
    public StatusResult fetch(WebhookEvent event) {
        String chargeback = event.objects().get("dispute");
        String payment = event.paymentId();
        if (chargeback != null) {
            return reader.chargeback(chargeback);
        }
        return payment == null ? new StatusResult.NotFound() : reader.status(payment);
    }

    @Override
    public RefundResult refundPayment(String providerPaymentId, Money amount, String operationId) {
        return changes.refund(providerPaymentId, amount, operationId);
    }

    @Override
    public StepResult capture(String providerPaymentId, Money amount, String operationId) {
        return changes.capture(providerPaymentId, operationId);
    }

    @Override
    public StepResult cancel(String providerPaymentId, String operationId) {
        return changes.cancel(providerPaymentId, operationId);
    }

    /**
     * A creation is found by our payment id, a capture or cancellation by how the payment stands. A refund is never found:
     * two of one amount cannot be told apart, and taking one for the other would leave a payer without money. It is
     * repeated for as long as that is safe; what it did is in the payment's facts all the same.
     */
    @Override
    public LookResult look(Operation operation) {
        String id = operation.providerPaymentId();
        StatusResult status = id == null ? reader.payments(operation.paymentId()) : reader.status(id);
        return switch (status) {
            case StatusResult.Known(List<Fact> facts, var tag) -> {
                List<Fact.Intent> intents = MercadoPagoFacts.intents(facts);
                boolean isDone = switch (operation.kind()) {
                    case CREATE -> true;
                    case REFUND -> false;
                    case CAPTURE -> any(intents, Fact.Intent.Status.SUCCEEDED);
                    case CANCEL -> any(intents, Fact.Intent.Status.CANCELED) || isOver(facts);
                };
                yield isDone
                        ? new LookResult.Found(id == null ? leading(intents) : id, facts)
                        : new LookResult.NotFound();
            }
            case StatusResult.NotFound notFound -> new LookResult.NotFound();
            case StatusResult.Unknown(String cause) -> new LookResult.Unknown(cause);
        };
    }

    /** Of several attempts the one that has come furthest. */
    private static String leading(List<Fact.Intent> intents) {
        return intents.stream()
                .max(Comparator.comparing(Fact.Intent::status))
                .orElseThrow()
                .id();
    }

    private static boolean any(List<Fact.Intent> intents, Fact.Intent.Status status) {
        return intents.stream().anyMatch(intent -> intent.status() == status);
    }

    private static boolean isOver(List<Fact> facts) {
        return facts.stream()
                .anyMatch(fact -> fact instanceof Fact.Session page && page.status() == Fact.Session.Status.EXPIRED);
    }

    @Override
    public Verdict verifyWebhook(WebhookRequest request) {
        return signature.verify(request);
    }

    @Override
    public WebhookEvent parseWebhook(WebhookRequest request) throws MalformedWebhook {
        return events.parse(request);
    }
}
