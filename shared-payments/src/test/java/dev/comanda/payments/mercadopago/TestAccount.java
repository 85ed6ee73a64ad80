package dev.comanda.payments.mercadopago;

import dev.comanda.payments.fake.FakeMercadoPago;
import dev.comanda.payments.money.CurrencyUnit;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.Account;
import dev.comanda.payments.port.GuardedCalls;
import dev.comanda.payments.port.PaymentProvider;
import dev.comanda.payments.port.PaymentRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The account that the fake knows, and payments to ask of it. */
final class TestAccount {
    static final PaymentRequest.Checkout CHECKOUT =
            new PaymentRequest.Checkout("https://market.example/thanks", "https://market.example/cart");

    /** Of one call; the service's own is longer. */
    static final Duration DEADLINE = Duration.ofSeconds(3);

    private TestAccount() {}

    static PaymentProvider at(URI api) {
        return at(api, FakeMercadoPago.TOKEN);
    }

    static PaymentProvider at(URI api, String token) {
        return new MercadoPagoMaker(InstantSource.system())
                .make(account(api, token), new GuardedCalls("mercadopago", DEADLINE));
    }

    private static Account account(URI api, String token) {
        return new Account(
                "mercadopago",
                "marketplace",
                "mercadopago",
                Optional.of(token),
                List.of("", "an-older-secret", FakeMercadoPago.SECRET),
                Optional.of(api),
                Optional.empty(),
                URI.create("https://market.example/"));
    }

    static Money mxn(long minor) {
        return new Money(minor, CurrencyUnit.of("MXN").orElseThrow());
    }

    /** A page without a token to pay with, a payment with it. */
    static PaymentRequest request(Money amount, @Nullable String token) {
        return request(amount, true, token == null ? null : new PaymentRequest.Method(token, "visa", 3));
    }

    static PaymentRequest request(Money amount, boolean capture, PaymentRequest.@Nullable Method method) {
        String id = UUID.randomUUID().toString();
        return new PaymentRequest(
                "op-" + id,
                "pay-" + id,
                amount,
                "BOOK-7",
                capture,
                method,
                method == null ? CHECKOUT : null,
                new PaymentRequest.Customer("ana@example.com", "Ana", "es"),
                Map.of("table", "12"),
                Instant.now());
    }
}
