package dev.comanda.payments.money;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An exact amount: {@code minor} units of 10<sup>-digits</sup> of the currency (cents of a dollar, whole yen, thousandths
 * of a dinar). Never a double: a price such as 1.15 has none.
 *
 * @param minor 0 or more
 */
public record Money(long minor, CurrencyUnit currency) {
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9]\\d*)(\\.\\d+)?");
    private static final int SIGNIFICANT_DIGITS = 15;
    private static final int LONGEST = 40;

    public Money {
        if (minor < 0) {
            throw new IllegalArgumentException("money below zero: " + minor + " " + currency.code());
        }
    }

    /**
     * The amount that {@code text} writes in major units, such as {@code 250.00}.
     *
     * @throws NotMoney when it is no plain decimal above zero, has more than 15 significant digits, or more decimals than
     *     the currency; nothing is ever rounded
     */
    public static Money parse(String text, CurrencyUnit currency) throws NotMoney {
        if (text.length() > LONGEST || !DECIMAL.matcher(text).matches()) {
            throw new NotMoney("Must be a decimal number written as a text, such as \"250.00\".");
        }
        return of(new BigDecimal(text), currency);
    }

    /** The amount in major units; the same refusals as {@link #parse}. */
    public static Money of(BigDecimal major, CurrencyUnit currency) throws NotMoney {
        if (major.signum() <= 0) {
            throw new NotMoney("Must be above zero.");
        }
        if (major.stripTrailingZeros().precision() > SIGNIFICANT_DIGITS || major.precision() > LONGEST) {
            throw new NotMoney("Has at most 15 significant digits.");
        }
        try {
            long minor = major.movePointRight(currency.digits()).longValueExact();
            if (minor % currency.multiple() == 0) {
                return new Money(minor, currency);
            }
        } catch (ArithmeticException e) {
            // Too many decimals or too large: said below.
        }
        throw new NotMoney("Has more decimals than " + currency.code() + " is charged with, or is too large.");
    }

    /** What Stripe calls this amount: an integer in its own smallest unit. */
    public long inStripeUnits() {
        return BigDecimal.valueOf(minor, currency.digits())
                .movePointRight(currency.stripeDigits())
                .longValueExact();
    }

    /**
     * The ledger's units for an amount in Stripe's.
     *
     * @throws NotMoney when Stripe's amount has decimals that the currency has not: it is not ours to round
     */
    public static Money ofStripeUnits(long amount, CurrencyUnit currency) throws NotMoney {
        try {
            return new Money(
                    BigDecimal.valueOf(amount, currency.stripeDigits())
                            .movePointRight(currency.digits())
                            .longValueExact(),
                    currency);
        } catch (ArithmeticException e) {
            throw new NotMoney(amount + " is no amount of " + currency.code() + ".");
        }
    }

    /** In major units with all the currency's decimals: 250.00, 4500, 1.230. */
    public BigDecimal major() {
        return BigDecimal.valueOf(minor, currency.digits());
    }

    /** As our API writes it, without the currency. */
    public String text() {
        return major().toPlainString();
    }

    /** The same currency with other minor units. */
    public Money with(long otherMinor) {
        return new Money(otherMinor, currency);
    }

    @Override
    public String toString() {
        return text() + " " + currency.code();
    }

    /** The text or number is no amount of its currency; the message is a sentence for the caller. */
    public static final class NotMoney extends Exception {
        private static final long serialVersionUID = 1L;

        public NotMoney(String message) {
            super(Objects.requireNonNull(message), null, false, false);
        }
    }
}
