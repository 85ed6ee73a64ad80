package dev.comanda.payments.mock;

import dev.comanda.payments.port.Account;
import dev.comanda.payments.port.GuardedCalls;
import dev.comanda.payments.port.PaymentProvider;
import dev.comanda.payments.port.ProviderMaker;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes mock accounts, and has their webhooks posted. */
@Singleton
class MockMaker implements ProviderMaker {
    private final MockPayments payments;
    private final MockWebhooks webhooks;
    private final MockSecrets secrets;
    private final MockWebhookWorker worker;
    private final InstantSource clock;

    MockMaker(
            MockPayments payments,
            MockWebhooks webhooks,
            MockSecrets secrets,
            MockWebhookWorker worker,
            InstantSource clock) {
        this.payments = payments;
        this.webhooks = webhooks;
        this.secrets = secrets;
        this.worker = worker;
        this.clock = clock;
    }

    @Override
    public String provider() {
        return "mock";
    }

    @Override
    public PaymentProvider make(Account account, GuardedCalls calls) {
        worker.start(account.variant());
        return new MockProvider(account, payments, webhooks, secrets, clock);
    }
}
