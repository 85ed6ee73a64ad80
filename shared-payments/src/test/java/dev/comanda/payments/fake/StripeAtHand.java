package dev.comanda.payments.fake;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives the service under test an account at a {@link FakeStripe}, and the test that fake. In its account a second passes
 * with each thing that happens, so that no two events are of the same second.
 */
public final class StripeAtHand implements QuarkusTestResourceLifecycleManager {
    public static final String SECRET = "whsec_stripe_at_hand_0123456789";
    private static final String OLDER_SECRET = "whsec_stripe_rolled_out_0123456789";

    private final AtomicLong second = new AtomicLong();
    private final FakeStripe stripe = new FakeStripe(() -> Instant.ofEpochSecond(
            second.updateAndGet(last -> Math.max(last + 1, Instant.now().getEpochSecond()))));

    @Override
    public Map<String, String> start() {
        return Map.of(
                "comanda.payments.variants.stripe.secret-key",
                FakeStripe.KEY,
                "comanda.payments.variants.stripe.webhook-secrets",
                OLDER_SECRET + "," + SECRET,
                "comanda.payments.variants.stripe.api-base",
                stripe.base().toString());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(stripe, new TestInjector.MatchesType(FakeStripe.class));
    }

    @Override
    public void stop() {
        stripe.close();
    }
}
