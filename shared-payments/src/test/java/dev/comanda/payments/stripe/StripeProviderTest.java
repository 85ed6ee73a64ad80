package dev.comanda.payments.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.payments.fake.FakeStripe;
import dev.comanda.payments.fake.FakeStripe.Fault;
import dev.comanda.payments.ledger.Expected;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.ledger.Ledger;
import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.ledger.Standing;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.CreateResult;
import dev.comanda.payments.port.LookResult;
import dev.comanda.payments.port.Operation;
import dev.comanda.payments.port.PaymentRequest;
import dev.comanda.payments.port.RefundResult;
import dev.comanda.payments.port.Remedy;
import dev.comanda.payments.port.StatusResult;
import dev.comanda.payments.port.StepResult;
import dev.comanda.payments.port.WebhookRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StripeProviderTest {
    private static final Instant NOW = Instant.parse("2026-02-01T18:00:00.750Z");
    private static final PaymentRequest PLAIN = StripeRequestsTest.plain();
    private static final PaymentRequest BY_CARD = StripeRequestsTest.with(PLAIN, "pm_card_visa");
    private static final Expected EXPECTED = Expected.of("pay_1", PLAIN.amount());

    private final FakeStripe stripe = new FakeStripe(InstantSource.fixed(NOW));
    private final StripeProvider provider =
            StripeAccounts.provider(StripeAccounts.at(stripe.base()), InstantSource.fixed(NOW));

    @AfterEach
    void close() {
        stripe.close();
    }

    @Test
    void makesExactlyOneCallUnderOurKey() {
        created(BY_CARD);

        assertThat(stripe.requests()).singleElement().satisfies(call -> {
            assertThat(call.method() + " " + call.path()).isEqualTo("POST /v1/payment_intents");
            assertThat(call.idempotencyKey()).isEqualTo("comanda-op_1");
        });
    }

    @Test
    void repeatsOnceUnderTheSameKeyWhatGotNoAnswer() {
        stripe.nextCalls(Fault.RESET_AFTER);

        created(BY_CARD);

        assertThat(stripe.requests())
                .extracting(FakeStripe.Request::idempotencyKey)
                .containsExactly("comanda-op_1", "comanda-op_1");
        assertThat(intents()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESET_BEFORE", "RESET_AFTER", "CONFLICT"})
    void asksForARepetitionWhenNobodyAnsweredTwice(Fault fault) {
        stripe.nextCalls(fault, fault);

        assertThat(provider.createPayment(BY_CARD))
                .isInstanceOfSatisfying(
                        CreateResult.Unknown.class,
                        unknown -> assertThat(unknown.remedy()).isEqualTo(Remedy.REPEAT));
        assertThat(stripe.requests()).hasSize(2);

        created(BY_CARD);
        assertThat(intents()).isEqualTo(1);
    }

    @Test
    void waitsOnlySoLongForTheRestOfABody() {
        StripeProvider impatient = StripeAccounts.provider(
                StripeAccounts.at(stripe.base()), InstantSource.fixed(NOW), Duration.ofMillis(300));
        stripe.nextCalls(Fault.SLOW_BODY, Fault.SLOW_BODY);

        assertThat(impatient.createPayment(BY_CARD))
                .isInstanceOfSatisfying(
                        CreateResult.Unknown.class,
                        unknown -> assertThat(unknown.remedy()).isEqualTo(Remedy.REPEAT));
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR_AFTER", "HTML"})
    void findsWhatWasDoneBehindAnAnswerThatIsNone(Fault fault) {
        stripe.nextCalls(fault);

        assertThat(provider.createPayment(BY_CARD))
                .isInstanceOfSatisfying(
                        CreateResult.Unknown.class,
                        unknown -> assertThat(unknown.remedy()).isEqualTo(Remedy.LOOK));
        assertThat(stripe.requests()).hasSize(1);

        assertThat(provider.look(creation())).isInstanceOf(LookResult.Found.class);
    }

    @Test
    void aSavedErrorComesBackAtEveryRepetitionSoItIsLookedForInstead() {
        stripe.nextCalls(Fault.ERROR_AFTER);

        assertThat(provider.createPayment(BY_CARD)).isEqualTo(new CreateResult.Unknown("HTTP 500", Remedy.LOOK));
        assertThat(provider.createPayment(BY_CARD)).isEqualTo(new CreateResult.Unknown("HTTP 500", Remedy.LOOK));
    }

    @Test
    void nothingWasSentWhenStripeIsTooBusy() {
        stripe.nextCalls(Fault.BUSY, Fault.BUSY);

        assertThat(provider.createPayment(BY_CARD)).isEqualTo(new CreateResult.NotSent("too_many_calls"));
        assertThat(intents()).isZero();
    }

    @Test
    void itMayHaveBeenDoneWhenStripeIsTooBusyForTheRepetitionOnly() {
        stripe.nextCalls(Fault.RESET_AFTER, Fault.BUSY);

        assertThat(provider.createPayment(BY_CARD))
                .isEqualTo(new CreateResult.Unknown("too_many_calls", Remedy.REPEAT));
    }

    @Test
    void nothingWasSentWithAKeyThatStripeDoesNotKnow() {
        StripeProvider misconfigured = StripeAccounts.provider(
                StripeAccounts.withKey("sk_test_of_somebody_else", stripe.base()), InstantSource.fixed(NOW));

        assertThat(misconfigured.createPayment(BY_CARD)).isEqualTo(new CreateResult.NotSent("key_not_accepted"));
    }

    @Test
    void otherParametersUnderAUsedKeySayNothingOfTheFirstCall() {
        created(BY_CARD);

        assertThat(provider.createPayment(PLAIN)).isEqualTo(new CreateResult.Unknown("HTTP 400", Remedy.LOOK));
    }

    @Test
    void aDeclineKeepsItsCodeAndTheIntentThatWasMade() {
        CreateResult.Declined declined = (CreateResult.Declined)
                provider.createPayment(StripeRequestsTest.with(PLAIN, "pm_card_chargeDeclined"));

        assertThat(declined.code()).isEqualTo("generic_decline");
        assertThat(declined.message()).isEqualTo("Your card was declined.");
        assertThat(declined.providerPaymentId()).startsWith("pi_");
        Standing standing = Ledger.fold(EXPECTED, declined.facts());
        assertThat(standing.state()).isEqualTo(PaymentState.FAILED);
        assertThat(standing.failure()).isEqualTo(new Fact.Failure("generic_decline", "Your card was declined."));
    }

    @Test
    void thePayerIsSentToAuthenticateAndTheSecretIsKeptBackOncePaid() {
        CreateResult.Created toAuthenticate = created(StripeRequestsTest.with(PLAIN, "pm_card_authenticationRequired"));

        assertThat(toAuthenticate.redirectUrl()).isEqualTo("https://hooks.stripe.example/3ds/pi_fake1");
        assertThat(toAuthenticate.clientSecret()).isEqualTo("pi_fake1_secret");
        assertThat(standing("pi_fake1").state()).isEqualTo(PaymentState.REQUIRES_ACTION);

        stripe.account().succeeds("pi_fake1");
        assertThat(created(other(BY_CARD)).clientSecret()).isNull();
        assertThat(standing("pi_fake1").state()).isEqualTo(PaymentState.PAID);
    }

    @Test
    void withoutAMethodThePayerGoesOnInTheBrowser() {
        CreateResult.Created created = created(PLAIN);

        assertThat(created.clientSecret()).isEqualTo("pi_fake1_secret");
        assertThat(created.redirectUrl()).isNull();
        assertThat(Ledger.fold(EXPECTED, created.facts()).state()).isEqualTo(PaymentState.CREATED);
    }

    @Test
    void aPageIsPaidOnAndRefundedByItsOwnId() {
        CreateResult.Created page = created(onPage());
        assertThat(page.providerPaymentId()).startsWith("cs_");
        assertThat(page.redirectUrl()).startsWith("https://checkout.stripe.example/");
        assertThat(standing(page.providerPaymentId()).state()).isEqualTo(PaymentState.CREATED);
        assertThat(provider.refundPayment(page.providerPaymentId(), PLAIN.amount(), "op_early"))
                .isEqualTo(new RefundResult.Refused("not_paid", "Nobody has paid on this page."));

        stripe.account().paysOnPage(page.providerPaymentId());
        assertThat(standing(page.providerPaymentId()).state()).isEqualTo(PaymentState.PAID);

        assertThat(provider.refundPayment(page.providerPaymentId(), usd(10_000), "op_2"))
                .isInstanceOf(RefundResult.Refunded.class);
        assertThat(standing(page.providerPaymentId()).refunded()).isEqualTo(10_000);
        assertThat(stripe.count("POST", "/v1/payment_intents")).isZero();
    }

    @Test
    void aPageThatWasLostIsFoundByItsOwnIdThoughItsIntentCarriesTheSameOperation() {
        stripe.nextCalls(Fault.ERROR_AFTER);
        provider.createPayment(onPage());
        String page = stripe.account()
                .all("checkout.session", any -> true)
                .getFirst()
                .path("id")
                .textValue();
        stripe.account().paysOnPage(page);

        assertThat(provider.look(creation()))
                .isInstanceOfSatisfying(
                        LookResult.Found.class,
                        found -> assertThat(found.providerPaymentId()).isEqualTo(page));
    }

    @Test
    void aPageIsClosedOnceAndStaysClosed() {
        String page = created(onPage()).providerPaymentId();

        assertThat(provider.cancel(page, "op_2")).isInstanceOf(StepResult.Done.class);
        assertThat(provider.cancel(page, "op_3")).isInstanceOf(StepResult.Done.class);

        assertThat(standing(page).state()).isEqualTo(PaymentState.EXPIRED);
        assertThat(stripe.count("POST", "/v1/checkout/sessions/" + page + "/expire"))
                .isEqualTo(1);
    }

    @Test
    void aStepThatWasDoneBeforeIsDone() {
        String captured = created(reserving(BY_CARD)).providerPaymentId();
        assertThat(provider.capture(captured, PLAIN.amount(), "op_2")).isInstanceOf(StepResult.Done.class);
        assertThat(provider.capture(captured, PLAIN.amount(), "op_3")).isInstanceOf(StepResult.Done.class);
        assertThat(provider.cancel(captured, "op_4"))
                .isEqualTo(new StepResult.Refused(
                        "payment_intent_unexpected_state", "The PaymentIntent has another status."));

        String canceled = created(other(reserving(BY_CARD))).providerPaymentId();
        assertThat(provider.cancel(canceled, "op_5")).isInstanceOf(StepResult.Done.class);
        assertThat(provider.cancel(canceled, "op_6")).isInstanceOf(StepResult.Done.class);
        assertThat(provider.capture(canceled, PLAIN.amount(), "op_7")).isInstanceOf(StepResult.Refused.class);
    }

    @Test
    void aLostRefundIsFoundAmongOthersOrNot() {
        String payment = created(BY_CARD).providerPaymentId();
        provider.refundPayment(payment, usd(100), "op_of_before");
        stripe.nextCalls(Fault.ERROR_AFTER);

        assertThat(provider.refundPayment(payment, usd(200), "op_2"))
                .isEqualTo(new RefundResult.Unknown("HTTP 500", Remedy.LOOK));

        assertThat(provider.look(about(payment, Operation.Kind.REFUND, "op_2"))).isInstanceOf(LookResult.Found.class);
        assertThat(provider.look(about(payment, Operation.Kind.REFUND, "op_never")))
                .isEqualTo(new LookResult.NotFound());
    }

    @Test
    void aLostStepIsFoundByWhereThePaymentStands() {
        String payment = created(reserving(BY_CARD)).providerPaymentId();
        assertThat(provider.look(about(payment, Operation.Kind.CAPTURE, "op_2")))
                .isEqualTo(new LookResult.NotFound());
        stripe.nextCalls(Fault.ERROR_AFTER);

        provider.capture(payment, PLAIN.amount(), "op_2");

        assertThat(provider.look(about(payment, Operation.Kind.CAPTURE, "op_2")))
                .isInstanceOf(LookResult.Found.class);
        assertThat(provider.look(about(payment, Operation.Kind.CANCEL, "op_3"))).isEqualTo(new LookResult.NotFound());
    }

    @Test
    void aRefundThatFailedIsSeenWithItsReason() {
        String payment = created(BY_CARD).providerPaymentId();
        RefundResult.Refunded refund = (RefundResult.Refunded) provider.refundPayment(payment, usd(10_000), "op_2");

        stripe.account().refundFails(refund.providerRefundId());

        assertThat(known(payment).facts())
                .contains(new Fact.Refund(
                        refund.providerRefundId(),
                        10_000,
                        Fact.Refund.Status.FAILED,
                        "op_2",
                        "expired_or_canceled_card",
                        payment));
        assertThat(standing(payment).refunded()).isZero();
    }

    @Test
    void aDisputeIsFetchedWithItsDeadline() {
        String payment = created(BY_CARD).providerPaymentId();

        String dispute = stripe.account().dispute(payment, 25_000);

        assertThat(known(payment).facts())
                .contains(new Fact.Dispute(
                        dispute,
                        25_000,
                        Fact.Dispute.Status.NEEDS_RESPONSE,
                        Instant.parse("2026-02-01T18:00:00Z"),
                        Instant.parse("2026-02-08T18:00:00Z"),
                        "product_not_received",
                        payment));
        assertThat(standing(payment).state()).isEqualTo(PaymentState.DISPUTED);
    }

    @Test
    void whatIsFetchedIsOfTheSecondBeforeTheCall() {
        String payment = created(BY_CARD).providerPaymentId();

        assertThat(standing(payment).paidAt()).isEqualTo(Instant.parse("2026-02-01T18:00:00Z"));
    }

    @Test
    void anOddAnswerIsNoAnswer() {
        String payment = created(BY_CARD).providerPaymentId();
        provider.refundPayment(payment, usd(100), "op_2");

        stripe.nextCalls(Fault.EMPTY_OBJECT);
        assertThat(provider.getPaymentStatus(payment)).isEqualTo(new StatusResult.Unknown("no payment_intent"));
        stripe.nextCalls(Fault.NONE, Fault.EMPTY_LIST);
        assertThat(provider.getPaymentStatus(payment)).isEqualTo(new StatusResult.Unknown("an empty list of refunds"));
        stripe.nextCalls(Fault.NONE, Fault.EMPTY_OBJECT);
        assertThat(provider.getPaymentStatus(payment)).isEqualTo(new StatusResult.Unknown("no list"));
        stripe.nextCalls(Fault.NONE, Fault.EMPTY_OBJECT);
        assertThat(provider.look(creation())).isEqualTo(new LookResult.Unknown("no list"));
        assertThat(standing(payment).refunded()).isEqualTo(100);
    }

    @Test
    void looksThroughEveryPage() {
        created(BY_CARD);
        for (int i = 0; i < 250; i++) {
            stripe.account().createIntent(Map.of("amount", "100", "currency", "usd"));
        }

        assertThat(provider.look(creation())).isInstanceOf(LookResult.Found.class);
        assertThat(stripe.count("GET", "/v1/payment_intents")).isEqualTo(3);
    }

    @Test
    void readsWhatStripeCouldNotDeliver() throws Exception {
        created(BY_CARD);

        List<WebhookRequest> missed = provider.missedWebhooks(NOW.minusSeconds(60));

        assertThat(missed).hasSize(3);
        assertThat(provider.parseWebhook(missed.getFirst()).eventType()).isEqualTo("payment_intent.succeeded");
        assertThat(stripe.requests().getLast().parameters())
                .containsEntry("delivery_success", "false")
                .containsEntry("created[gte]", Long.toString(NOW.getEpochSecond() - 60));
        stripe.nextCalls(Fault.HTML);
        assertThat(provider.missedWebhooks(NOW.minusSeconds(60))).isEmpty();
    }

    @Test
    void readsABoundedNumberOfMissedEvents() {
        for (int i = 0; i < 620; i++) {
            stripe.account().createIntent(Map.of("amount", "100", "currency", "usd"));
        }

        assertThat(provider.missedWebhooks(NOW)).hasSize(500);
    }

    private CreateResult.Created created(PaymentRequest request) {
        CreateResult result = provider.createPayment(request);
        assertThat(result).isInstanceOf(CreateResult.Created.class);
        return (CreateResult.Created) result;
    }

    private StatusResult.Known known(String payment) {
        return (StatusResult.Known) provider.getPaymentStatus(payment);
    }

    private Standing standing(String payment) {
        return Ledger.fold(EXPECTED, known(payment).facts());
    }

    private int intents() {
        return stripe.account().all("payment_intent", any -> true).size();
    }

    private static Money usd(long cents) {
        return PLAIN.amount().with(cents);
    }

    private static PaymentRequest onPage() {
        return changed(
                PLAIN, "op_1", true, new PaymentRequest.Checkout("https://a.example/ok", "https://a.example/no"));
    }

    private static PaymentRequest reserving(PaymentRequest request) {
        return changed(request, "op_1", false, null);
    }

    private static PaymentRequest other(PaymentRequest request) {
        return changed(request, "op_other", request.capture(), null);
    }

    private static PaymentRequest changed(
            PaymentRequest request, String operation, boolean capture, PaymentRequest.@Nullable Checkout checkout) {
        return new PaymentRequest(
                operation,
                request.paymentId(),
                request.amount(),
                request.reference(),
                capture,
                request.method(),
                checkout,
                request.customer(),
                request.metadata(),
                request.firstSentAt());
    }

    private static Operation creation() {
        return new Operation("op_1", Operation.Kind.CREATE, "pay_1", null, PLAIN.amount(), NOW.plusSeconds(30));
    }

    private static Operation about(String payment, Operation.Kind kind, String operation) {
        return new Operation(operation, kind, "pay_1", payment, PLAIN.amount(), NOW);
    }
}
