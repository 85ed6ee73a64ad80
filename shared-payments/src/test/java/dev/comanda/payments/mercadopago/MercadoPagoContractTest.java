package dev.comanda.payments.mercadopago;

import dev.comanda.payments.fake.FakeMercadoPago;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.PaymentProvider;
import dev.comanda.payments.port.PaymentRequest;
import dev.comanda.payments.port.ProviderContractTest;
import dev.comanda.payments.port.WebhookRequest;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@QuarkusTest
class MercadoPagoContractTest extends ProviderContractTest {
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

    @Override
    protected PaymentProvider provider() {
        return provider;
    }

    @Override
    protected Money amount() {
        return TestAccount.mxn(25_000);
    }

    @Override
    protected PaymentRequest paidAtOnce(PaymentRequest request) {
        return with(request, "APRO");
    }

    @Override
    protected PaymentRequest declined(PaymentRequest request) {
        return with(request, "FUND");
    }

    @Override
    protected PaymentRequest unacceptable(PaymentRequest request) {
        return with(request, "nobody's token");
    }

    @Override
    protected PaymentRequest answerLost(PaymentRequest request) {
        fake.fail(FakeMercadoPago.Fault.RESET_AFTER, 2);
        return request;
    }

    @Override
    protected int paymentsMade() {
        return fake.paymentsMade();
    }

    @Override
    protected WebhookRequest lastWebhook(String providerPaymentId) {
        return fake.notification("payment", providerPaymentId);
    }

    /** Nothing listens on port 1. */
    @Override
    protected Optional<PaymentProvider> unreachable() {
        return Optional.of(TestAccount.at(URI.create("http://127.0.0.1:1")));
    }

    private static PaymentRequest with(PaymentRequest request, String token) {
        return new PaymentRequest(
                request.operationId(),
                request.paymentId(),
                request.amount(),
                request.reference(),
                request.capture(),
                new PaymentRequest.Method(token, "visa", null),
                null,
                request.customer(),
                request.metadata(),
                request.firstSentAt());
    }
}
