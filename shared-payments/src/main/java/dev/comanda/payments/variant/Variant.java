package dev.comanda.payments.variant;

import dev.comanda.payments.port.Account;
import dev.comanda.payments.port.PaymentProvider;

/** An account and who is asked in its name. */
public record Variant(Account account, PaymentProvider provider) {
    public String name() {
        return account.variant();
    }
}
