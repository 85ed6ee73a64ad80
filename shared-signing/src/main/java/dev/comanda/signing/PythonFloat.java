package dev.comanda.signing;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Prints a double as Python's {@code repr} does: the shortest digits that read back as the same double, in exponent
 * form from 1e16 up and below 1e-4 (CPython, {@code PyOS_double_to_string} with format code {@code 'r'}).
 *
 * <p>{@link Double#toString} finds the same digits since JDK 19, but never fewer than two, and changes to exponent form
 * elsewhere.
 */
final class PythonFloat {
    private static final int FIRST_PLAIN_EXPONENT = -4;
    private static final int FIRST_LARGE_EXPONENT = 16;

    private PythonFloat() {}

    static String repr(double value) {
        double size = Math.abs(value);
        if (size == 0 || (size >= 1e-3 && size < 1e7)) {
            return Double.toString(value); // where both write the same
        }
        BigDecimal shortest = shortest(value);
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent < FIRST_PLAIN_EXPONENT || exponent >= FIRST_LARGE_EXPONENT) {
            return scientific(shortest, exponent);
        }
        String plain = shortest.toPlainString();
        return shortest.scale() > 0 ? plain : plain + ".0";
    }

    // Among the smallest subnormals neighbours are so far apart that one digit can be enough where Java prints two:
    // 5e-324 for its 4.9E-324.
    private static BigDecimal shortest(double value) {
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (Math.abs(value) < Double.MIN_NORMAL && digits.precision() == 2) {
            BigDecimal one = digits.round(new MathContext(1));
            return one.doubleValue() == value ? one.stripTrailingZeros() : digits;
        }
        return digits;
    }

    private static String scientific(BigDecimal number, int exponent) {
        StringBuilder text = new StringBuilder(number.unscaledValue().toString());
        int firstDigit = number.signum() < 0 ? 1 : 0;
        if (number.precision() > 1) {
            text.insert(firstDigit + 1, '.');
        }
        text.append('e').append(exponent < 0 ? '-' : '+');
        int size = Math.abs(exponent);
        return text.append(size < 10 ? "0" : "").append(size).toString();
    }
}
