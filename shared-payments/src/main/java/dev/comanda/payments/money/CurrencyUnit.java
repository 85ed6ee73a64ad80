package dev.comanda.payments.money;

import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A currency as payment APIs count it. The JDK's table cannot serve: it gives some currencies other digits than the
 * providers bill in (Stripe, "Supported currencies": zero-decimal, three-decimal and special cases).
 *
 * @param code ISO 4217, three capital letters
 * @param digits decimals of an amount on our API and in the ledger: 0, 2 or 3
 * @param stripeDigits decimals Stripe counts in; where it has more than {@code digits}, the last ones are zeros
 * @param multiple every amount in ledger units is a multiple of this; 10 where Stripe takes no third decimal but zero
 */
public record CurrencyUnit(String code, int digits, int stripeDigits, int multiple) {
    private static final Set<String> ZERO_DECIMAL = Set.of(
            "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF");

    /** Without decimals, yet billed in hundredths. */
    private static final Set<String> ZERO_DECIMAL_IN_HUNDREDTHS = Set.of("ISK", "UGX");

    private static final Set<String> THREE_DECIMAL = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

    private static final Map<String, CurrencyUnit> ALL = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .map(currency -> unit(currency.getCurrencyCode()))
            .collect(Collectors.toUnmodifiableMap(CurrencyUnit::code, unit -> unit));

    /** The currency with that code in capital letters; empty when there is none that money is kept in. */
    public static Optional<CurrencyUnit> of(String code) {
        return Optional.ofNullable(ALL.get(code));
    }

    private static CurrencyUnit unit(String code) {
        if (ZERO_DECIMAL.contains(code)) {
            return new CurrencyUnit(code, 0, 0, 1);
        }
        if (ZERO_DECIMAL_IN_HUNDREDTHS.contains(code)) {
            return new CurrencyUnit(code, 0, 2, 1);
        }
        if (THREE_DECIMAL.contains(code)) {
            return new CurrencyUnit(code, 3, 3, 10);
        }
        return new CurrencyUnit(code, 2, 2, 1);
    }
}
