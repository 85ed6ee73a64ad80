package dev.comanda.payments.mercadopago;

import dev.comanda.payments.port.Account;
import dev.comanda.payments.port.GuardedCalls;
import dev.comanda.payments.port.PaymentProvider;
import dev.comanda.payments.port.ProviderMaker;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes accounts at MercadoPago. */
@Singleton
final class MercadoPagoMaker implements ProviderMaker {
    private final InstantSource clock;

    MercadoPagoMaker(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String provider() {
        return "mercadopago";
    }

    @Override
    public PaymentProvider make(Account account, GuardedCalls calls) {
        return new MercadoPagoProvider(account, new MercadoPagoCalls(account, calls), clock);
    }
}
