package dev.comanda.payments.mercadopago;

import static dev.comanda.payments.mercadopago.TestAccount.mxn;
import static dev.comanda.payments.mercadopago.TestAccount.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.payments.fake.FakeMercadoPago;
import dev.comanda.payments.fake.FakeMercadoPago.Call;
import dev.comanda.payments.fake.FakeMercadoPago.Fault;
import dev.comanda.payments.ledger.Expected;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.ledger.Ledger;
import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.ledger.Standing;
import dev.comanda.payments.port.CreateResult;
import dev.comanda.payments.port.LookResult;
import dev.comanda.payments.port.Operation;
import dev.comanda.payments.port.PaymentProvider;
import dev.comanda.payments.port.PaymentRequest;
import dev.comanda.payments.port.RefundResult;
import dev.comanda.payments.port.Remedy;
import dev.comanda.payments.port.StatusResult;
import dev.comanda.payments.port.StepResult;
import dev.comanda.payments.port.WebhookEvent;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MercadoPagoProviderTest {
    private FakeMercadoPago fake;
    private PaymentProvider provider;

    @BeforeEach
    void open() {
        fake = new FakeMercadoPago("MXN");
        provider = TestAccount.at(fake.uri());
    }

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void asksForExactlyWhatWasOrderedUnderOneKey() {
        PaymentRequest request = request(mxn(25_010), "APRO");
        created(request);

        Call call = fake.calls().getFirst();
        assertThat(fake.calls()).hasSize(1);
        assertThat(call.idempotencyKeys()).containsExactly("comanda-" + request.operationId());
        assertThat(call.body().toString()).contains("\"transaction_amount\":250.10,");
        assertThat(call.body().path("installments").asInt()).isEqualTo(3);
        assertThat(call.body().path("capture").asBoolean()).isTrue();
        assertThat(call.body().path("external_reference").asText()).isEqualTo(request.paymentId());
        assertThat(call.body().path("notification_url").asText())
                .isEqualTo("https://market.example/payments/process/mercadopago?source_news=webhooks");
        assertThat(call.body().at("/metadata/comanda_operation").asText()).isEqualTo(request.operationId());
        assertThat(call.body().at("/metadata/comanda_service").asText()).isEqualTo("marketplace");
        assertThat(call.body().at("/metadata/order_id").asText()).isEqualTo("BOOK-7");
        assertThat(call.body().at("/payer/email").asText()).isEqualTo("ana@example.com");
    }

    @Test
    void amountsAreExact() {
        for (long minor : new long[] {1, 115, 1_005, 25_010, 9_007_199_254_740_993L, 999_999_999_999_999L}) {
            String id = created(request(mxn(minor), "APRO"));

            assertThat(fake.payment(id).path("transaction_amount").decimalValue())
                    .isEqualByComparingTo(mxn(minor).major());
            assertThat(standing(id, mxn(minor).minor()).captured()).isEqualTo(minor);
        }
        String id = created(request(mxn(25_010), "APRO"));
        provider.refundPayment(id, mxn(1_005), "op-r");
        assertThat(fake.calls().getLast().body().toString()).isEqualTo("{\"amount\":10.05}");
    }

    @Test
    void aRejectedPaymentIsDeclinedWithItsDetail() {
        CreateResult.Declined declined = (CreateResult.Declined) provider.createPayment(request(mxn(25_010), "FUND"));

        assertThat(declined.code()).isEqualTo("cc_rejected_insufficient_amount");
        assertThat(declined.providerPaymentId()).isNotNull();
        assertThat(fold(declined.facts(), 25_010).state()).isEqualTo(PaymentState.FAILED);
    }

    @Test
    void aVoucherSendsThePayerToAShop() {
        CreateResult.Created created = (CreateResult.Created)
                provider.createPayment(request(mxn(25_010), true, new PaymentRequest.Method(null, "oxxo", null)));

        assertThat(created.redirectUrl()).isEqualTo(fake.uri() + "/voucher");
        assertThat(fold(created.facts(), 25_010).state()).isEqualTo(PaymentState.PENDING);
    }

    @Test
    void whatIsNoRequestThereIsInvalid() {
        assertThat(provider.createPayment(request(mxn(25_010), "used up")))
                .isEqualTo(new CreateResult.Invalid("2006", "Card Token not found"));
        assertThat(provider.createPayment(request(mxn(25_010), false, null))).isInstanceOf(CreateResult.Invalid.class);
    }

    @Test
    void anAnswerThatDoesNotComeIsNeverTakenForANo() {
        assertThat(failing(Fault.RESET_BEFORE, 2)).isEqualTo(new CreateResult.Unknown(cause(), Remedy.REPEAT));
        assertThat(failing(Fault.RESET_AFTER, 2)).isEqualTo(new CreateResult.Unknown(cause(), Remedy.REPEAT));
        assertThat(failing(Fault.CONFLICT, 2)).isEqualTo(new CreateResult.Unknown("StillAtIt", Remedy.REPEAT));
        assertThat(failing(Fault.ERROR_AFTER, 1)).isEqualTo(new CreateResult.Unknown("HTTP 500", Remedy.LOOK));
        assertThat(failing(Fault.HTML, 1)).isEqualTo(new CreateResult.Unknown("no JSON with HTTP 200", Remedy.LOOK));
        assertThat(failing(Fault.REDIRECT, 1)).isEqualTo(new CreateResult.Unknown("HTTP 302", Remedy.LOOK));
        assertThat(failing(Fault.TOO_MANY, 2)).isEqualTo(new CreateResult.NotSent("too_many_calls"));
        assertThat(failing(Fault.FORBIDDEN, 2)).isEqualTo(new CreateResult.NotSent("not_authorized"));
    }

    @Test
    void oneLostAnswerIsRepeatedUnderTheSameKeyAndChargesOnce() {
        fake.fail(Fault.RESET_AFTER, 1);
        created(request(mxn(25_010), "APRO"));

        assertThat(fake.paymentsMade()).isEqualTo(1);
        assertThat(fake.calls()).hasSize(2);
        assertThat(fake.calls().get(1).idempotencyKeys())
                .isEqualTo(fake.calls().get(0).idempotencyKeys());
    }

    /** The slowest test here: it waits for the deadline of a call. */
    @Test
    void aBodyThatStopsHalfwayIsNoAnswer() {
        fake.fail(Fault.SLOW_BODY, 1);
        long started = System.nanoTime();
        created(request(mxn(25_010), "APRO"));

        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isBetween(TestAccount.DEADLINE.minusMillis(100), TestAccount.DEADLINE.multipliedBy(4));
        assertThat(fake.calls()).hasSize(2);
        assertThat(fake.paymentsMade()).isEqualTo(1);
    }

    @Test
    void aPageIsPaidByItsBuyerAndRefundedThroughIt() {
        PaymentRequest request = request(mxn(25_010), null);
        CreateResult.Created page = (CreateResult.Created) provider.createPayment(request);
        String id = page.providerPaymentId();

        Call opened = fake.calls().getFirst();
        assertThat(opened.path()).isEqualTo("/checkout/preferences");
        assertThat(opened.body().at("/items/0").toString()).contains("\"unit_price\":250.10");
        assertThat(opened.body().at("/back_urls/success").asText()).isEqualTo("https://market.example/thanks");
        assertThat(page.redirectUrl()).startsWith("https://www.mercadopago.example/checkout/");
        assertThat(standing(request, id).state()).isEqualTo(PaymentState.CREATED);
        assertThat(provider.refundPayment(id, mxn(25_010), "op-r0")).isInstanceOf(RefundResult.Refused.class);

        fake.payOn(id);
        assertThat(standing(request, id).state()).isEqualTo(PaymentState.PAID);
        assertThat(provider.cancel(id, "op-c")).isInstanceOf(StepResult.Refused.class);
        assertThat(provider.refundPayment(id, mxn(25_010), "op-r1")).isInstanceOf(RefundResult.Refunded.class);
        assertThat(standing(request, id).state()).isEqualTo(PaymentState.REFUNDED);
    }

    @Test
    void aBuyerConfirmsNothingWithAnotherAmountOrReference() {
        PaymentRequest request = request(mxn(25_010), null);
        String page = created(request);
        String cheap = fake.payOn(page, new BigDecimal("0.01"), request.paymentId());
        assertThat(standing(request, cheap).review()).isEqualTo("amount");
        assertThat(standing(request, page).review()).isEqualTo("amount");

        String another = fake.payOn(page, new BigDecimal("250.1"), "pay_of_somebody");
        assertThat(standing(request, another).review()).isEqualTo("reference");
    }

    @Test
    void aPaymentToAnotherCollectorIsNotThere() {
        String id = created(request(mxn(25_010), "APRO"));
        assertThat(provider.getPaymentStatus(id)).isInstanceOf(StatusResult.Known.class);
        fake.change(id, payment -> payment.put("collector_id", 99));
        assertThat(provider.getPaymentStatus(id)).isEqualTo(new StatusResult.NotFound());
    }

    @Test
    void aPageIsEndedWithWhatWasBegunOnIt() {
        PaymentRequest request = request(mxn(25_010), null);
        String page = created(request);
        String begun = fake.payOn(page);
        fake.change(begun, payment -> payment.put("status", "in_process"));

        assertThat(provider.cancel(page, "op-c")).isInstanceOf(StepResult.Done.class);
        assertThat(fake.payment(begun).path("status").asText()).isEqualTo("cancelled");
        assertThat(standing(request, page).state()).isEqualTo(PaymentState.CANCELED);

        PaymentRequest unused = request(mxn(25_010), null);
        String other = created(unused);
        assertThat(provider.cancel(other, "op-d")).isInstanceOf(StepResult.Done.class);
        assertThat(standing(unused, other).state()).isEqualTo(PaymentState.EXPIRED);
    }

    @Test
    void aChargebackIsFetchedWithItsPayment() throws Exception {
        PaymentRequest request = request(mxn(25_010), "APRO");
        String id = created(request);
        String chargeback = fake.chargeback(id, null);
        assertThat(fetched(request, chargeback).state()).isEqualTo(PaymentState.DISPUTED);
        assertThat(standing(request, id).state()).isEqualTo(PaymentState.DISPUTED);
        fake.chargeback(id, true);
        assertThat(fetched(request, chargeback).state()).isEqualTo(PaymentState.PAID);
        fake.chargeback(id, false);
        assertThat(fetched(request, chargeback).state()).isEqualTo(PaymentState.CHARGED_BACK);
    }

    @Test
    void aRefundWhoseAnswerIsLostIsRepeatedAndNeverGuessed() {
        String id = created(request(mxn(25_010), "APRO"));
        fake.fail(Fault.ERROR_AFTER, 1);
        assertThat(provider.refundPayment(id, mxn(10_000), "op-r"))
                .isEqualTo(new RefundResult.Unknown("HTTP 500", Remedy.REPEAT));
        assertThat(provider.refundPayment(id, mxn(10_000), "op-r")).isInstanceOf(RefundResult.Refunded.class);
        assertThat(standing(id, 25_010).refunded()).isEqualTo(10_000);
        assertThat(provider.look(operation(Operation.Kind.REFUND, id))).isEqualTo(new LookResult.NotFound());
    }

    @Test
    void aCaptureIsLookedForByHowThePaymentStands() {
        String id = created(request(mxn(25_010), false, new PaymentRequest.Method("APRO", "visa", null)));
        assertThat(provider.look(operation(Operation.Kind.CAPTURE, id))).isEqualTo(new LookResult.NotFound());
        fake.fail(Fault.ERROR_AFTER, 1);
        assertThat(provider.capture(id, mxn(25_010), "op-c"))
                .isEqualTo(new StepResult.Unknown("HTTP 500", Remedy.LOOK));
        assertThat(provider.look(operation(Operation.Kind.CAPTURE, id))).isInstanceOf(LookResult.Found.class);
        assertThat(provider.capture(id, mxn(25_010), "op-again")).isInstanceOf(StepResult.Done.class);
        assertThat(fake.calls().stream().filter(call -> call.method().equals("PUT")))
                .allSatisfy(call -> assertThat(call.idempotencyKeys()).hasSize(1));
    }

    @Test
    void anEmptyListIsNoPaymentYet() {
        PaymentRequest request = request(mxn(25_010), null);
        String page = created(request);
        fake.payOn(page);
        fake.fail(Fault.EMPTY_LISTS, 2);
        Standing standing = standing(request, page);
        assertThat(standing.state()).isEqualTo(PaymentState.CREATED);
        assertThat(standing(request, page).state()).isEqualTo(PaymentState.PAID);
    }

    @Test
    void anotherKeyThanTheAccountsIsTurnedAway() {
        PaymentProvider stranger = TestAccount.at(fake.uri(), "APP_USR-1-2-3-4");
        assertThat(stranger.createPayment(request(mxn(25_010), "APRO")))
                .isEqualTo(new CreateResult.NotSent("not_authorized"));
    }

    @Test
    void noLineHoldsATokenOrAMailAddress() {
        try (LogLines log = new LogLines()) {
            created(request(mxn(25_010), "APRO"));
            provider.createPayment(request(mxn(25_010), "a secret card token"));
            failing(Fault.HTML, 1);
            failing(Fault.RESET_AFTER, 2);
            assertThat(log.lines()).anyMatch(line -> line.contains("the test's own line"));
            assertThat(log.lines())
                    .noneMatch(line -> line.contains(FakeMercadoPago.TOKEN))
                    .noneMatch(line -> line.contains(FakeMercadoPago.SECRET))
                    .noneMatch(line -> line.contains("a secret card token"))
                    .noneMatch(line -> line.contains("ana@example.com"));
        }
    }

    private CreateResult failing(Fault fault, int times) {
        fake.fail(fault, times);
        return TestAccount.at(fake.uri()).createPayment(request(mxn(25_010), "APRO"));
    }

    /** As it is called by the client when a connection ends. */
    private static String cause() {
        return "ProcessingException";
    }

    private String created(PaymentRequest request) {
        CreateResult result = provider.createPayment(request);
        assertThat(result).isInstanceOf(CreateResult.Created.class);
        return ((CreateResult.Created) result).providerPaymentId();
    }

    private Operation operation(Operation.Kind kind, String id) {
        JsonNode payment = fake.payment(id);
        PaymentRequest request = request(mxn(10_000), "APRO");
        return new Operation(
                request.operationId(),
                kind,
                payment.path("external_reference").asText(),
                id,
                mxn(10_000),
                request.firstSentAt());
    }

    private Standing fetched(PaymentRequest request, String chargeback) throws Exception {
        WebhookEvent event = provider.parseWebhook(fake.notification("topic_chargebacks_wh", chargeback));
        StatusResult.Known known = (StatusResult.Known) provider.fetch(event);
        assertThat(known.tag().paymentId()).isEqualTo(request.paymentId());
        return fold(known.facts(), Expected.of(request.paymentId(), request.amount()));
    }

    private Standing standing(PaymentRequest request, String id) {
        return fold(known(id), Expected.of(request.paymentId(), request.amount()));
    }

    private Standing standing(String id, long minor) {
        return fold(known(id), minor);
    }

    private List<Fact> known(String id) {
        StatusResult status = provider.getPaymentStatus(id);
        assertThat(status).isInstanceOf(StatusResult.Known.class);
        return ((StatusResult.Known) status).facts();
    }

    private static Standing fold(List<Fact> facts, long minor) {
        Fact.Intent intent = (Fact.Intent) facts.getFirst();
        return fold(facts, Expected.of(Objects.requireNonNull(intent.claims()), mxn(minor)));
    }

    private static Standing fold(List<Fact> facts, Expected expected) {
        Map<String, Fact> merged = new HashMap<>();
        facts.forEach(fact -> merged.merge(fact.kind() + fact.id(), fact, Fact::merge));
        return Ledger.fold(expected, merged.values());
    }
}
