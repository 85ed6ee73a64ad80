package dev.comanda.payments.mock;

import dev.comanda.payments.port.PaymentProvider;
import dev.comanda.payments.port.PaymentRequest;
import dev.comanda.payments.port.ProviderContractTest;
import dev.comanda.payments.port.WebhookRequest;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@QuarkusTest
class MockContractTest extends ProviderContractTest {
    private MockAccount mock;

    @BeforeEach
    void open() {
        mock = new MockAccount();
    }

    @AfterEach
    void close() {
        mock.close();
    }

    @Override
    protected PaymentProvider provider() {
        return mock.provider;
    }

    @Override
    protected PaymentRequest paidAtOnce(PaymentRequest request) {
        return request;
    }

    @Override
    protected PaymentRequest declined(PaymentRequest request) {
        return playing(request, "declined");
    }

    @Override
    protected PaymentRequest unacceptable(PaymentRequest request) {
        return playing(request, "a scenario nobody has written");
    }

    @Override
    protected PaymentRequest answerLost(PaymentRequest request) {
        return playing(request, "timeout_after_success");
    }

    @Override
    protected int paymentsMade() {
        return mock.paymentsMade();
    }

    @Override
    protected WebhookRequest lastWebhook(String providerPaymentId) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (mock.owed() > 0 && System.nanoTime() < until) {
            LockSupport.parkNanos(5_000_000);
        }
        return mock.received.getLast();
    }

    /** It lives in this process. */
    @Override
    protected Optional<PaymentProvider> unreachable() {
        return Optional.empty();
    }

    private static PaymentRequest playing(PaymentRequest request, String scenario) {
        return new PaymentRequest(
                request.operationId(),
                request.paymentId(),
                request.amount(),
                request.reference(),
                request.capture(),
                request.method(),
                request.checkout(),
                request.customer(),
                Map.of("scenario", scenario),
                request.firstSentAt());
    }
}
