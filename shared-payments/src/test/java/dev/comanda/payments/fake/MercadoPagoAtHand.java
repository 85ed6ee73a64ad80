package dev.comanda.payments.fake;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives the service under test an account at a {@link FakeMercadoPago}, and the test that fake. */
public final class MercadoPagoAtHand implements QuarkusTestResourceLifecycleManager {
    private final FakeMercadoPago mercadoPago = new FakeMercadoPago("USD");

    @Override
    public Map<String, String> start() {
        return Map.of(
                "comanda.payments.variants.mercadopago.secret-key", FakeMercadoPago.TOKEN,
                "comanda.payments.variants.mercadopago.webhook-secrets", FakeMercadoPago.SECRET,
                "comanda.payments.variants.mercadopago.api-base",
                        mercadoPago.uri().toString());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(mercadoPago, new TestInjector.MatchesType(FakeMercadoPago.class));
    }

    @Override
    public void stop() {
        mercadoPago.close();
    }
}
