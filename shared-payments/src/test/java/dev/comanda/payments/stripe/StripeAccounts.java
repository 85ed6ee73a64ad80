package dev.comanda.payments.stripe;

import dev.comanda.payments.fake.FakeStripe;
import dev.comanda.payments.port.Account;
import dev.comanda.payments.port.GuardedCalls;
import dev.comanda.payments.port.WebhookRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The account at the fake that these tests use. */
final class StripeAccounts {
    static final String SECRET = "whsec_of_the_tests";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private StripeAccounts() {}

    static Account at(URI apiBase) {
        return withKey(FakeStripe.KEY, apiBase);
    }

    static Account withKey(String key, URI apiBase) {
        return new Account(
                "stripe",
                "restaurant",
                "stripe",
                Optional.of(key),
                List.of("whsec_of_last_year", SECRET),
                Optional.of(apiBase),
                Optional.empty(),
                URI.create("https://grill.example"));
    }

    static StripeProvider provider(Account account, InstantSource clock) {
        return provider(account, clock, TIMEOUT);
    }

    static StripeProvider provider(Account account, InstantSource clock, Duration timeout) {
        return new StripeProvider(account, StripeApi.of(account, new GuardedCalls("stripe"), timeout), clock);
    }

    static WebhookRequest webhook(byte[] body, String signature, Instant at) {
        return new WebhookRequest(body, Map.of("stripe-signature", List.of(signature)), Map.of(), at);
    }
}
