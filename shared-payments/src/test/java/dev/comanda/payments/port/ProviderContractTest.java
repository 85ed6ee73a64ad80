package dev.comanda.payments.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.comanda.payments.ledger.Expected;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.ledger.Ledger;
import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.ledger.Standing;
import dev.comanda.payments.money.CurrencyUnit;
import dev.comanda.payments.money.Money;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The promises of {@link PaymentProvider} that core and callers build on. Each provider's test extends this and says, in
 * the methods below, how its fake is made to do what is asked.
 */
public abstract class ProviderContractTest {
    /** An account at a provider where nothing has happened yet; the same one during one test. */
    protected abstract PaymentProvider provider();

    /** The same request, made so that the payer pays at once (or is authorised at once, when it does not capture). */
    protected abstract PaymentRequest paidAtOnce(PaymentRequest request);

    /** The same request, made so that the payer's bank says no. */
    protected abstract PaymentRequest declined(PaymentRequest request);

    /** The same request, made so that the provider takes no such request. */
    protected abstract PaymentRequest unacceptable(PaymentRequest request);

    /** The same request, made so that it is carried out, and its answer (with those of its repetitions by us) is lost. */
    protected abstract PaymentRequest answerLost(PaymentRequest request);

    /** How many payments the provider has made. */
    protected abstract int paymentsMade();

    /** The provider's last webhook about that payment, signed, as it would arrive. */
    protected abstract WebhookRequest lastWebhook(String providerPaymentId);

    /** The same account while its provider cannot be reached; empty for one that lives in this process. */
    protected abstract Optional<PaymentProvider> unreachable();

    /** In a currency the provider takes. */
    protected Money amount() {
        return new Money(25_000, CurrencyUnit.of("USD").orElseThrow());
    }

    @Test
    void aPaymentIsMadeAndKnown() {
        PaymentRequest request = paidAtOnce(request());

        String id = created(request);

        Standing standing = standing(request, id);
        assertThat(standing.state()).isEqualTo(PaymentState.PAID);
        assertThat(standing.captured()).isEqualTo(amount().minor());
        assertThat(standing.isPaid()).isTrue();
    }

    @Test
    void theAnswerToACreationSaysTheSameAsTheStatus() {
        PaymentRequest request = paidAtOnce(request());

        CreateResult.Created made = (CreateResult.Created) provider().createPayment(request);

        Standing said = Ledger.fold(expected(request), merged(made.facts()));
        assertThat(said.state())
                .isEqualTo(standing(request, made.providerPaymentId()).state());
    }

    @Test
    void theObjectsCarryOurIds() {
        PaymentRequest request = paidAtOnce(request());

        StatusResult.Known known = known(created(request));

        assertThat(known.tag().paymentId()).isEqualTo(request.paymentId());
    }

    @Test
    void aDeclinedPaymentHasACodeAndTakesNoMoney() {
        PaymentRequest request = declined(request());

        CreateResult.Declined declined = (CreateResult.Declined) provider().createPayment(request);

        assertThat(declined.code()).isNotBlank();
        assertThat(declined.message()).isNotBlank();
        assertThat(Ledger.fold(expected(request), merged(declined.facts())).captured())
                .isZero();
    }

    @Test
    void anUnacceptableRequestIsInvalidAndMakesNothing() {
        assertThat(provider().createPayment(unacceptable(request()))).isInstanceOf(CreateResult.Invalid.class);
        assertThat(paymentsMade()).isZero();
    }

    @Test
    void theSameOperationChargesOnce() {
        PaymentRequest request = paidAtOnce(request());

        assertThat(created(request)).isEqualTo(created(request));
        assertThat(paymentsMade()).isEqualTo(1);
    }

    @Test
    void anAnswerThatIsLostIsFoundAgain() {
        PaymentRequest request = answerLost(paidAtOnce(request()));

        assertThat(provider().createPayment(request)).isInstanceOf(CreateResult.Unknown.class);

        LookResult.Found found = (LookResult.Found) provider().look(creation(request));
        assertThat(Ledger.fold(expected(request), merged(found.facts())).state())
                .isEqualTo(PaymentState.PAID);
        assertThat(paymentsMade()).isEqualTo(1);
    }

    @Test
    void anOperationThatNeverArrivedIsNotFound() {
        assertThat(provider().look(creation(request()))).isEqualTo(new LookResult.NotFound());
    }

    @Test
    void whatTheProviderDoesNotKnowIsNotFound() {
        String id = created(paidAtOnce(request()));

        assertThat(provider().getPaymentStatus(other(id))).isEqualTo(new StatusResult.NotFound());
    }

    @Test
    void aPartAndThenTheRestAreRefunded() {
        PaymentRequest request = paidAtOnce(request());
        String id = created(request);
        Money part = amount().with(amount().minor() / 5);
        Money rest = amount().with(amount().minor() - part.minor());

        refunded(id, part, "part-" + request.operationId());
        Standing after = standing(request, id);
        assertThat(after.state()).isEqualTo(PaymentState.PARTIALLY_REFUNDED);
        assertThat(after.refunded()).isEqualTo(part.minor());

        refunded(id, rest, "rest-" + request.operationId());
        assertThat(standing(request, id).state()).isEqualTo(PaymentState.REFUNDED);
    }

    @Test
    void theSameOperationRefundsOnce() {
        PaymentRequest request = paidAtOnce(request());
        String id = created(request);
        Money part = amount().with(amount().minor() / 5);
        String operation = "part-" + request.operationId();

        assertThat(refunded(id, part, operation)).isEqualTo(refunded(id, part, operation));
        assertThat(standing(request, id).refunded()).isEqualTo(part.minor());
    }

    @Test
    void moreThanWasPaidIsNotRefunded() {
        PaymentRequest request = paidAtOnce(request());
        String id = created(request);

        RefundResult result =
                provider().refundPayment(id, amount().with(amount().minor() + 1), "excess-" + request.operationId());

        assertThat(result).isInstanceOf(RefundResult.Refused.class);
        assertThat(standing(request, id).refunded()).isZero();
    }

    @Test
    void anAuthorisedAmountIsCaptured() {
        PaymentRequest request = paidAtOnce(authorising(request()));
        String id = created(request);
        assertThat(standing(request, id).state()).isEqualTo(PaymentState.AUTHORIZED);

        StepResult captured = provider().capture(id, amount(), "capture-" + request.operationId());

        assertThat(captured).isInstanceOf(StepResult.Done.class);
        assertThat(standing(request, id).state()).isEqualTo(PaymentState.PAID);
        assertThat(standing(request, id).captured()).isEqualTo(amount().minor());
    }

    @Test
    void anAuthorisedAmountIsLetGo() {
        PaymentRequest request = paidAtOnce(authorising(request()));
        String id = created(request);

        assertThat(provider().cancel(id, "cancel-" + request.operationId())).isInstanceOf(StepResult.Done.class);
        assertThat(standing(request, id).state()).isEqualTo(PaymentState.CANCELED);
    }

    @Test
    void whatIsPaidIsNotCanceled() {
        PaymentRequest request = paidAtOnce(request());
        String id = created(request);

        assertThat(provider().cancel(id, "cancel-" + request.operationId())).isInstanceOf(StepResult.Refused.class);
        assertThat(standing(request, id).state()).isEqualTo(PaymentState.PAID);
    }

    @Test
    void whenNobodyListensNothingWasSent() {
        assumeTrue(unreachable().isPresent(), "this provider is always reachable");
        PaymentProvider unreachable = unreachable().orElseThrow();
        PaymentRequest request = paidAtOnce(request());

        assertThat(unreachable.createPayment(request)).isInstanceOf(CreateResult.NotSent.class);
        assertThat(unreachable.look(creation(request))).isInstanceOf(LookResult.Unknown.class);
    }

    @Test
    void aWebhookIsAuthenticAndSaysTheSameAsTheStatus() throws MalformedWebhook {
        PaymentRequest request = paidAtOnce(request());
        String id = created(request);
        WebhookRequest webhook = lastWebhook(id);

        assertThat(provider().verifyWebhook(webhook)).isEqualTo(new Verdict.Valid());
        WebhookEvent event = provider().parseWebhook(webhook);

        assertThat(event.relevance()).isEqualTo(WebhookEvent.Relevance.ACT);
        assertThat(event.objects()).isNotEmpty();
        List<Fact> facts =
                event.mustBeFetched() ? ((StatusResult.Known) provider().fetch(event)).facts() : event.facts();
        assertThat(Ledger.fold(expected(request), merged(facts)).state()).isEqualTo(PaymentState.PAID);
    }

    @Test
    void aWebhookTamperedWithIsRefused() {
        WebhookRequest authentic = lastWebhook(created(paidAtOnce(request())));
        WebhookRequest late = new WebhookRequest(
                authentic.body(),
                authentic.headers(),
                authentic.query(),
                authentic.receivedAt().plus(1, ChronoUnit.DAYS));
        WebhookRequest unsigned =
                new WebhookRequest(authentic.body(), Map.of(), authentic.query(), authentic.receivedAt());

        assertThat(provider().verifyWebhook(late)).isInstanceOf(Verdict.Refused.class);
        assertThat(provider().verifyWebhook(unsigned)).isInstanceOf(Verdict.Refused.class);
    }

    /** To capture at once, paid by nobody yet. Every call is another payment. */
    protected final PaymentRequest request() {
        String id = UUID.randomUUID().toString();
        return new PaymentRequest(
                "op-" + id,
                "pay-" + id,
                amount(),
                "order-" + id,
                true,
                null,
                null,
                new PaymentRequest.Customer("ana@example.com", null, "es"),
                Map.of(),
                Instant.now());
    }

    private static PaymentRequest authorising(PaymentRequest request) {
        return new PaymentRequest(
                request.operationId(),
                request.paymentId(),
                request.amount(),
                request.reference(),
                false,
                request.method(),
                request.checkout(),
                request.customer(),
                request.metadata(),
                request.firstSentAt());
    }

    /** At most one fact for each object, as the ledger keeps them. */
    protected static Collection<Fact> merged(Collection<Fact> facts) {
        Map<String, Fact> byObject = new LinkedHashMap<>();
        facts.forEach(fact -> byObject.merge(fact.kind() + " " + fact.id(), fact, Fact::merge));
        return byObject.values();
    }

    private String created(PaymentRequest request) {
        CreateResult result = provider().createPayment(request);
        assertThat(result).isInstanceOf(CreateResult.Created.class);
        return ((CreateResult.Created) result).providerPaymentId();
    }

    private String refunded(String id, Money amount, String operationId) {
        RefundResult result = provider().refundPayment(id, amount, operationId);
        assertThat(result).isInstanceOf(RefundResult.Refunded.class);
        return ((RefundResult.Refunded) result).providerRefundId();
    }

    private StatusResult.Known known(String id) {
        StatusResult status = provider().getPaymentStatus(id);
        assertThat(status).isInstanceOf(StatusResult.Known.class);
        return (StatusResult.Known) status;
    }

    private Standing standing(PaymentRequest request, String id) {
        return Ledger.fold(expected(request), merged(known(id).facts()));
    }

    private static Expected expected(PaymentRequest request) {
        return Expected.of(request.paymentId(), request.amount());
    }

    private static Operation creation(PaymentRequest request) {
        return new Operation(
                request.operationId(),
                Operation.Kind.CREATE,
                request.paymentId(),
                null,
                request.amount(),
                request.firstSentAt());
    }

    /** An id of the same form that the provider never gave out. */
    private static String other(String id) {
        char last = id.charAt(id.length() - 1);
        return id.substring(0, id.length() - 1) + (last == '7' ? '8' : '7');
    }
}
