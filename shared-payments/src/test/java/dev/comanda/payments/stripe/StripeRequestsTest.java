package dev.comanda.payments.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.FormEncoder;
import dev.comanda.payments.money.CurrencyUnit;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.PaymentRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StripeRequestsTest {
    private final StripeRequests requests = new StripeRequests(StripeAccounts.at(URI.create("http://127.0.0.1:1")));

    @Test
    void anUnconfirmedIntentSaysOnlyWhatIsPaidForAndByWhomItWasAsked() {
        assertThat(form(requests.intent(plain()).orElseThrow().toMap()))
                .containsExactlyInAnyOrder(
                        "amount=25000",
                        "currency=usd",
                        "automatic_payment_methods[enabled]=true",
                        "metadata[comanda_payment_id]=pay_1",
                        "metadata[comanda_operation]=op_1",
                        "metadata[comanda_service]=restaurant",
                        "metadata[order_id]=ORDER-1",
                        "metadata[table]=7");
    }

    @Test
    void aSavedMethodIsConfirmedAtOnce() {
        assertThat(form(requests.intent(with(plain(), "pm_1")).orElseThrow().toMap()))
                .contains("confirm=true", "payment_method=pm_1", "return_url=https://grill.example");
    }

    @Test
    void aTokenBecomesACard() {
        PaymentRequest request = with(plain(), new PaymentRequest.Method("tok_visa", "visa", 1));

        assertThat(form(requests.intent(request).orElseThrow().toMap()))
                .contains(
                        "confirm=true", "payment_method_data[type]=card", "payment_method_data[card][token]=tok_visa");
    }

    @Test
    void aMethodOfAnotherProviderIsNone() {
        assertThat(requests.intent(with(plain(), new PaymentRequest.Method(null, "visa", 1))))
                .isEmpty();
    }

    @Test
    void aPageCarriesOurIdsOnItselfAndOnItsIntent() {
        PaymentRequest.Checkout checkout = new PaymentRequest.Checkout("https://a.example/ok", "https://a.example/no");

        assertThat(form(requests.session(plain(), checkout).toMap()))
                .contains(
                        "mode=payment",
                        "client_reference_id=pay_1",
                        "success_url=https://a.example/ok",
                        "cancel_url=https://a.example/no",
                        "line_items[0][quantity]=1",
                        "line_items[0][price_data][currency]=usd",
                        "line_items[0][price_data][unit_amount]=25000",
                        "line_items[0][price_data][product_data][name]=ORDER-1",
                        "metadata[comanda_operation]=op_1",
                        "payment_intent_data[metadata][comanda_operation]=op_1")
                .noneMatch(parameter -> parameter.startsWith("customer="));
    }

    @Test
    void ourIdsWinOverMetadataOfTheSameName() {
        PaymentRequest request = plain();
        PaymentRequest forged = new PaymentRequest(
                request.operationId(),
                request.paymentId(),
                request.amount(),
                request.reference(),
                false,
                null,
                null,
                null,
                Map.of("comanda_payment_id", "pay_of_another"),
                request.firstSentAt());

        assertThat(form(requests.intent(forged).orElseThrow().toMap()))
                .contains("metadata[comanda_payment_id]=pay_1", "capture_method=manual")
                .doesNotContain("metadata[comanda_payment_id]=pay_of_another");
    }

    @Test
    void aRefundWritesItsAmountOut() {
        assertThat(form(requests.refund("pi_1", plain().amount(), "op_2").toMap()))
                .containsExactlyInAnyOrder(
                        "payment_intent=pi_1",
                        "amount=25000",
                        "metadata[comanda_operation]=op_2",
                        "metadata[comanda_service]=restaurant");
    }

    static PaymentRequest with(PaymentRequest request, String paymentMethodId) {
        return with(request, new PaymentRequest.Method(null, paymentMethodId, null));
    }

    private static PaymentRequest with(PaymentRequest request, PaymentRequest.Method method) {
        return new PaymentRequest(
                request.operationId(),
                request.paymentId(),
                request.amount(),
                request.reference(),
                request.capture(),
                method,
                request.checkout(),
                request.customer(),
                request.metadata(),
                request.firstSentAt());
    }

    static PaymentRequest plain() {
        return new PaymentRequest(
                "op_1",
                "pay_1",
                new Money(25_000, CurrencyUnit.of("USD").orElseThrow()),
                "ORDER-1",
                true,
                null,
                null,
                new PaymentRequest.Customer("ana@example.com", "Ana", "es"),
                Map.of("table", "7"),
                Instant.parse("2026-02-01T18:00:00Z"));
    }

    private static String[] form(Map<String, Object> parameters) {
        return URLDecoder.decode(FormEncoder.createQueryString(parameters), StandardCharsets.UTF_8)
                .split("&");
    }
}
