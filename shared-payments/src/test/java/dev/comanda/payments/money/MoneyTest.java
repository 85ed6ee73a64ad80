package dev.comanda.payments.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comanda.payments.money.Money.NotMoney;
import java.math.BigDecimal;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    /** 0.01, 0.02 ... 1000.00 */
    private static final int PRICES = 100_000;

    @ParameterizedTest
    @CsvSource({"USD, 1", "KWD, 10"})
    void everyPriceSurvivesStripesUnits(String code, long stripeUnitsInACent) {
        CurrencyUnit currency = currency(code);

        assertThat(IntStream.rangeClosed(1, PRICES)
                        .filter(cents -> !survives(price(cents), currency, cents * stripeUnitsInACent)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"JPY, 1", "ISK, 100"})
    void aCurrencyWithoutDecimalsTakesWholePricesOnly(String code, long stripeUnits) {
        CurrencyUnit currency = currency(code);

        assertThat(IntStream.rangeClosed(1, PRICES)
                        .filter(cents -> survives(price(cents), currency, cents / 100 * stripeUnits)))
                .hasSize(1_000)
                .allMatch(cents -> cents % 100 == 0);
    }

    /** Whether the price is taken, is that much in Stripe's units, and is itself again when it comes back from there. */
    private static boolean survives(String price, CurrencyUnit currency, long stripeUnits) {
        try {
            Money money = Money.parse(price, currency);
            return money.inStripeUnits() == stripeUnits
                    && Money.ofStripeUnits(stripeUnits, currency).equals(money)
                    && money.major().compareTo(new BigDecimal(price)) == 0;
        } catch (NotMoney e) {
            return false;
        }
    }

    @Test
    void theUsualShortcutIsWrongForOneInTwentyPrices() {
        assertThat(IntStream.rangeClosed(1, PRICES)
                        .filter(cents -> (int) (Double.parseDouble(price(cents)) * 100) != cents)
                        .count())
                .isEqualTo(4_586);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0.00",
                "-1",
                "+1",
                "01",
                "1.",
                ".5",
                "1,00",
                "1e3",
                "1E3",
                "NaN",
                "Infinity",
                " 1",
                "1 ",
                "١",
                "0x10",
                "1.001",
                "9999999999999.999",
                "1234567890123456",
                "1.00000000000000000000000000000000000000000"
            })
    void refusesWhatIsNoPriceInDollars(String text) {
        assertRefused(text, currency("USD"));
    }

    @Test
    void takesTheSmallestAndTheLargest() throws NotMoney {
        assertThat(Money.parse("0.01", currency("USD")).minor()).isEqualTo(1);
        assertThat(Money.parse("9999999999999.99", currency("USD")).minor()).isEqualTo(999_999_999_999_999L);
        assertThat(Money.parse("250", currency("USD")).text()).isEqualTo("250.00");
    }

    @Test
    void neverRoundsTheThirdDecimalOfADinar() throws NotMoney {
        assertRefused("1.234", currency("KWD"));
        assertThat(Money.parse("1.230", currency("KWD")).inStripeUnits()).isEqualTo(1_230);
    }

    @Test
    void refusesHundredthsThatTheCurrencyHasNot() {
        assertThatThrownBy(() -> Money.ofStripeUnits(10_050, currency("ISK"))).isInstanceOf(NotMoney.class);
    }

    @Test
    void refusesAnAmountTooLargeForALong() {
        assertThatThrownBy(() -> Money.of(new BigDecimal("1e30"), currency("USD")))
                .isInstanceOf(NotMoney.class);
        assertThatThrownBy(() -> new Money(Long.MAX_VALUE, currency("ISK")).inStripeUnits())
                .isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "USD, 2, 2, 1", "EUR, 2, 2, 1", "MXN, 2, 2, 1", "HUF, 2, 2, 1", "CLP, 0, 0, 1", "JPY, 0, 0, 1", "VND, 0, 0, 1",
        "ISK, 0, 2, 1", "UGX, 0, 2, 1", "BHD, 3, 3, 10", "JOD, 3, 3, 10", "KWD, 3, 3, 10", "OMR, 3, 3, 10",
                "TND, 3, 3, 10"
    })
    void aCurrencyHasTheDigitsThatStripeBillsIn(String code, int digits, int stripeDigits, int multiple) {
        assertThat(currency(code)).isEqualTo(new CurrencyUnit(code, digits, stripeDigits, multiple));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "usd", "US", "DOLLAR", "XXX", "XAU"})
    void whatNobodyPaysInIsNoCurrency(String code) {
        assertThat(CurrencyUnit.of(code)).isEmpty();
    }

    private static void assertRefused(String text, CurrencyUnit currency) {
        assertThatThrownBy(() -> Money.parse(text, currency)).isInstanceOf(NotMoney.class);
    }

    private static CurrencyUnit currency(String code) {
        return CurrencyUnit.of(code).orElseThrow();
    }

    private static String price(int cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }
}
