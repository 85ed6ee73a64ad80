package dev.comanda.payments.port;

/** Makes the providers of one kind; each kind is one bean of this. */
public interface ProviderMaker {
    /** {@code stripe}, {@code mercadopago} or {@code mock}: what {@code comanda.payments.variants.<name>.provider} says. */
    String provider();

    PaymentProvider make(Account account, GuardedCalls calls);
}
