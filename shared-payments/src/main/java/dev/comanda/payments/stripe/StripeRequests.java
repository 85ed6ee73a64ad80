package dev.comanda.payments.stripe;

import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.Account;
import dev.comanda.payments.port.PaymentRequest;
import dev.comanda.payments.port.Tag;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Stripe is asked. Pure functions of the request: a repetition under the same idempotency key has to be the same to
 * the letter.
 */
final class StripeRequests {
    private final Account account;

    StripeRequests(Account account) {
        this.account = account;
    }

    /** Unconfirmed without a method: the payer chooses one in the browser. Empty when the method is none of Stripe's. */
    Optional<PaymentIntentCreateParams> intent(PaymentRequest request) {
        PaymentIntentCreateParams.Builder params = PaymentIntentCreateParams.builder()
                .setAmount(request.amount().inStripeUnits())
                .setCurrency(currency(request.amount()))
                .setAutomaticPaymentMethods(PaymentIntentCreateParams.AutomaticPaymentMethods.builder()
                        .setEnabled(true)
                        .build())
                .putAllMetadata(metadata(request));
        if (!request.capture()) {
            params.setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL);
        }
        PaymentRequest.Method method = request.method();
        if (method == null) {
            return Optional.of(params.build());
        }
        params.setConfirm(true).setReturnUrl(account.publicUrl().toString());
        Optional<String> saved = Stream.of(
                        Optional.ofNullable(method.paymentMethodId()), Optional.ofNullable(method.token()))
                .flatMap(Optional::stream)
                .filter(id -> id.startsWith("pm_"))
                .findFirst();
        if (saved.isPresent()) {
            return Optional.of(params.setPaymentMethod(saved.get()).build());
        }
        return Optional.ofNullable(method.token())
                .map(token -> params.setPaymentMethodData(card(token)).build());
    }

    private static PaymentIntentCreateParams.PaymentMethodData card(String token) {
        return PaymentIntentCreateParams.PaymentMethodData.builder()
                .putExtraParam("type", "card")
                .putExtraParam("card", Map.of("token", token))
                .build();
    }

    /** A page of Stripe's to pay on. Its intent, which Stripe makes later, carries the same metadata. */
    SessionCreateParams session(PaymentRequest request, PaymentRequest.Checkout checkout) {
        SessionCreateParams.PaymentIntentData.Builder intent =
                SessionCreateParams.PaymentIntentData.builder().putAllMetadata(metadata(request));
        if (!request.capture()) {
            intent.setCaptureMethod(SessionCreateParams.PaymentIntentData.CaptureMethod.MANUAL);
        }
        SessionCreateParams.Builder params = SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .setClientReferenceId(request.paymentId())
                .setSuccessUrl(checkout.successUrl())
                .setCancelUrl(checkout.cancelUrl())
                .addLineItem(SessionCreateParams.LineItem.builder()
                        .setQuantity(1L)
                        .setPriceData(SessionCreateParams.LineItem.PriceData.builder()
                                .setCurrency(currency(request.amount()))
                                .setUnitAmount(request.amount().inStripeUnits())
                                .setProductData(SessionCreateParams.LineItem.PriceData.ProductData.builder()
                                        .setName(request.reference())
                                        .build())
                                .build())
                        .build())
                .setPaymentIntentData(intent.build())
                .putAllMetadata(metadata(request));
        PaymentRequest.Customer customer = request.customer();
        return (customer == null ? params : params.setCustomerEmail(customer.email())).build();
    }

    /** The amount is always written out: a refund without one is a refund of whatever is left by then. */
    RefundCreateParams refund(String intentId, Money amount, String operationId) {
        return RefundCreateParams.builder()
                .setPaymentIntent(intentId)
                .setAmount(amount.inStripeUnits())
                .putAllMetadata(StripeTags.metadata(new Tag(null, operationId, account.service(), null), Map.of()))
                .build();
    }

    PaymentIntentCaptureParams capture(Money amount) {
        return PaymentIntentCaptureParams.builder()
                .setAmountToCapture(amount.inStripeUnits())
                .build();
    }

    private Map<String, String> metadata(PaymentRequest request) {
        return StripeTags.metadata(
                new Tag(request.paymentId(), request.operationId(), account.service(), request.reference()),
                request.metadata());
    }

    private static String currency(Money amount) {
        return amount.currency().code().toLowerCase(Locale.ROOT);
    }
}
