package dev.comanda.payments.mock;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.comanda.payments.ledger.Fact;
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
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The mock provider's account. Whatever it is asked commits before it answers, whatever becomes of the caller, as it would
 * at a company across the street.
 */
final class MockProvider implements PaymentProvider {
    private final Account account;
    private final MockPayments payments;
    private final MockWebhooks webhooks;
    private final MockSecrets secrets;
    private final InstantSource clock;

    MockProvider(
            Account account, MockPayments payments, MockWebhooks webhooks, MockSecrets secrets, InstantSource clock) {
        this.account = account;
        this.payments = payments;
        this.webhooks = webhooks;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public CreateResult createPayment(PaymentRequest request) {
        Optional<Scenario> scenario = Scenario.of(request.metadata().get("scenario"));
        if (scenario.isEmpty()) {
            return new CreateResult.Invalid("unknown_scenario", "The mock provider knows no such scenario.");
        }
        MockPayment asked = payment(request, scenario.get());
        return commit(() -> {
            boolean fresh = payments.insert(asked);
            if (fresh) {
                webhooks.happen(asked, Script.create(asked));
                Script.again(asked, newId()).ifPresent(again -> {
                    payments.insert(again);
                    webhooks.happen(again, Script.create(again));
                });
            }
            return fresh && asked.scenario() == Scenario.TIMEOUT_AFTER_SUCCESS
                    ? new CreateResult.Unknown("scripted timeout", Remedy.REPEAT)
                    : created(payments.madeBy(asked.variant(), asked.operationId())
                            .orElseThrow());
        });
    }

    private static String newId() {
        return "mock_pay_" + UlidCreator.getMonotonicUlid();
    }

    private MockPayment payment(PaymentRequest request, Scenario scenario) {
        return new MockPayment(
                newId(),
                account.variant(),
                request.operationId(),
                request.paymentId(),
                account.service(),
                request.reference(),
                request.amount().minor(),
                request.amount().currency().code(),
                request.capture(),
                scenario,
                scenario == Scenario.REQUIRES_ACTION ? redirectUrl(request) : null,
                now());
    }

    /** There is no page to pay on: the payer is where the page would have sent them, or looks at the payment itself. */
    private String redirectUrl(PaymentRequest request) {
        return request.checkout() == null
                ? account.publicUrl()
                        .resolve("/payments/" + request.paymentId())
                        .toString()
                : request.checkout().successUrl();
    }

    private CreateResult created(MockPayment payment) {
        List<Fact> facts = payments.facts(payment, now());
        return payment.scenario() == Scenario.DECLINED
                ? new CreateResult.Declined(Script.DECLINED.code(), Script.DECLINED.message(), payment.id(), facts)
                : new CreateResult.Created(payment.id(), facts, payment.redirectUrl(), null);
    }

    @Override
    public StatusResult getPaymentStatus(String providerPaymentId) {
        return commit(() -> payments.find(account.variant(), providerPaymentId)
                .<StatusResult>map(payment -> new StatusResult.Known(payments.facts(payment, now()), payment.tag()))
                .orElseGet(StatusResult.NotFound::new));
    }

    @Override
    public RefundResult refundPayment(String providerPaymentId, Money amount, String operationId) {
        return commit(() -> payments.lock(account.variant(), providerPaymentId)
                .map(payment -> refund(payment, amount, operationId))
                .orElseGet(() -> new RefundResult.Refused("not_found", "There is no such payment.")));
    }

    private RefundResult refund(MockPayment payment, Money amount, String operationId) {
        Instant now = now();
        Optional<String> before = payments.refundMadeBy(payment.id(), operationId);
        if (before.isPresent()) {
            return new RefundResult.Refunded(before.get(), payments.facts(payment, now));
        }
        if (!amount.currency().code().equals(payment.paidCurrency())
                || amount.minor() > refundable(payments.facts(payment, now))) {
            return new RefundResult.Refused("amount", "That is more than there is to refund.");
        }
        String id = "mock_re_" + UlidCreator.getUlid();
        payments.insertRefund(id, payment.id(), operationId);
        webhooks.happen(payment, Script.refund(payment, id, amount.minor(), operationId, now));
        return new RefundResult.Refunded(id, payments.facts(payment, now));
    }

    private static long refundable(List<Fact> facts) {
        long sum = 0;
        for (Fact fact : facts) {
            if (fact instanceof Fact.Intent intent) {
                sum += intent.received();
            } else if (fact instanceof Fact.Refund refund && !refund.status().isVoid()) {
                sum -= refund.amount();
            }
        }
        return sum;
    }

    @Override
    public StepResult capture(String providerPaymentId, Money amount, String operationId) {
        return step(providerPaymentId, (payment, status, now) -> switch (status) {
            case SUCCEEDED -> new StepResult.Done(payments.facts(payment, now));
            case AUTHORIZED ->
                isWhole(amount, payment)
                        ? change(payment, now, Script.capture(payment, now))
                        : new StepResult.Refused("amount", "Only the whole amount can be captured.");
            default -> notWhile(status);
        });
    }

    private static boolean isWhole(Money amount, MockPayment payment) {
        return amount.minor() == payment.amount() && amount.currency().code().equals(payment.currency());
    }

    @Override
    public StepResult cancel(String providerPaymentId, String operationId) {
        return step(providerPaymentId, (payment, status, now) -> switch (status) {
            case CANCELED -> new StepResult.Done(payments.facts(payment, now));
            case SUCCEEDED -> notWhile(status);
            default -> change(payment, now, List.of(Script.cancel(payment, now)));
        });
    }

    /** What is done to a payment that nobody else changes meanwhile. */
    private interface Change {
        StepResult to(MockPayment payment, Fact.Intent.Status status, Instant now);
    }

    private StepResult step(String providerPaymentId, Change change) {
        return commit(() -> payments.lock(account.variant(), providerPaymentId)
                .map(payment -> change.to(payment, status(payments.facts(payment, now())), now()))
                .orElseGet(() -> new StepResult.Refused("not_found", "There is no such payment.")));
    }

    private StepResult change(MockPayment payment, Instant now, List<Step> steps) {
        webhooks.forgetFuture(payment, now);
        webhooks.happen(payment, steps);
        return new StepResult.Done(payments.facts(payment, now));
    }

    private static StepResult notWhile(Fact.Intent.Status status) {
        return new StepResult.Refused(
                "state", "Not while the payment is " + status.name().toLowerCase(Locale.ROOT) + ".");
    }

    private static Fact.Intent.Status status(List<Fact> facts) {
        return facts.stream()
                .filter(Fact.Intent.class::isInstance)
                .map(fact -> ((Fact.Intent) fact).status())
                .findFirst()
                .orElse(Fact.Intent.Status.UNRECOGNIZED);
    }

    @Override
    public LookResult look(Operation operation) {
        return commit(() -> (operation.kind() == Operation.Kind.CREATE || operation.providerPaymentId() == null
                        ? payments.madeBy(account.variant(), operation.operationId())
                        : payments.find(account.variant(), operation.providerPaymentId()))
                .filter(payment -> isDone(operation, payment))
                .<LookResult>map(payment -> new LookResult.Found(payment.id(), payments.facts(payment, now())))
                .orElseGet(LookResult.NotFound::new));
    }

    private boolean isDone(Operation operation, MockPayment payment) {
        return switch (operation.kind()) {
            case CREATE -> true;
            case REFUND ->
                payments.refundMadeBy(payment.id(), operation.operationId()).isPresent();
            case CAPTURE -> status(payments.facts(payment, now())) == Fact.Intent.Status.SUCCEEDED;
            case CANCEL -> status(payments.facts(payment, now())) == Fact.Intent.Status.CANCELED;
        };
    }

    @Override
    public Verdict verifyWebhook(WebhookRequest request) {
        return MockReception.verify(secrets.of(account.variant()), request);
    }

    @Override
    public WebhookEvent parseWebhook(WebhookRequest request) throws MalformedWebhook {
        return MockReception.read(request);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static <T> T commit(Supplier<T> work) {
        return QuarkusTransaction.requiringNew().call(work::get);
    }
}
