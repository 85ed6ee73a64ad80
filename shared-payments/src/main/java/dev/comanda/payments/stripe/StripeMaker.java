package dev.comanda.payments.stripe;

import dev.comanda.payments.port.Account;
import dev.comanda.payments.port.GuardedCalls;
import dev.comanda.payments.port.PaymentProvider;
import dev.comanda.payments.port.ProviderMaker;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Makes accounts at Stripe. */
@Singleton
final class StripeMaker implements ProviderMaker {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);

    private final InstantSource clock;

    StripeMaker(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String provider() {
        return "stripe";
    }

    @Override
    public PaymentProvider make(Account account, GuardedCalls calls) {
        return new StripeProvider(account, StripeApi.of(account, calls, READ_TIMEOUT), clock);
    }
}
