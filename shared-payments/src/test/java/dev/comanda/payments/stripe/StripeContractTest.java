package dev.comanda.payments.stripe;

import dev.comanda.payments.fake.FakeStripe;
import dev.comanda.payments.fake.FakeStripe.Fault;
import dev.comanda.payments.port.PaymentProvider;
import dev.comanda.payments.port.PaymentRequest;
import dev.comanda.payments.port.ProviderContractTest;
import dev.comanda.payments.port.WebhookRequest;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class StripeContractTest extends ProviderContractTest {
    private final FakeStripe stripe = new FakeStripe();
    private final PaymentProvider provider =
            StripeAccounts.provider(StripeAccounts.at(stripe.base()), InstantSource.system());

    @AfterEach
    void close() {
        stripe.close();
    }

    @Override
    protected PaymentProvider provider() {
        return provider;
    }

    @Override
    protected PaymentRequest paidAtOnce(PaymentRequest request) {
        return StripeRequestsTest.with(request, "pm_card_visa");
    }

    @Override
    protected PaymentRequest declined(PaymentRequest request) {
        return StripeRequestsTest.with(request, "pm_card_chargeDeclined");
    }

    @Override
    protected PaymentRequest unacceptable(PaymentRequest request) {
        return StripeRequestsTest.with(request, "pm_nobody-has-this");
    }

    @Override
    protected PaymentRequest answerLost(PaymentRequest request) {
        stripe.nextCalls(Fault.RESET_AFTER, Fault.RESET_AFTER);
        return request;
    }

    @Override
    protected int paymentsMade() {
        return stripe.account().all("payment_intent", intent -> true).size();
    }

    @Override
    protected WebhookRequest lastWebhook(String providerPaymentId) {
        byte[] body = stripe.account().render(stripe.account().events().getLast(), "2026-07-29.dahlia");
        return StripeAccounts.webhook(body, stripe.sign(body, StripeAccounts.SECRET), Instant.now());
    }

    @Override
    protected Optional<PaymentProvider> unreachable() {
        return Optional.of(
                StripeAccounts.provider(StripeAccounts.at(URI.create("http://127.0.0.1:1")), InstantSource.system()));
    }
}
