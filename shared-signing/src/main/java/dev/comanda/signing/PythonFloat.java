package dev.comanda.signing;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a number with a fraction or an exponent as Python's {@code repr} of that double does: the shortest digits that
 * read back as the same double, in exponent form from 1e16 up and below 1e-4 (CPython, {@code PyOS_double_to_string} with
 * format code {@code 'r'}).
 *
 * <p>Different decimals of up to 15 digits are different doubles, so such a decimal is the shortest one itself: its digits
 * are copied and no double is computed. For all others, {@link Double#toString} finds the shortest digits.
 */
final class PythonFloat {
    private static final int EXACT_DIGITS = 15;
    private static final int MOST_DIGITS = 17;

    /** Decimals whose last digit stands here or further left are far enough apart to be different doubles. */
    private static final int SMALLEST_EXACT_SCALE = -321;

    private static final int LARGEST_EXPONENT = 308;
    private static final double SURELY_FINITE = 1.79; // times ten to the LARGEST_EXPONENT

    /**
     * The 20 smallest doubles, after zero. {@link Double#toString} gives at least two digits, and among these another
     * decimal of one digit can be enough: 5e-324 for its 4.9E-324.
     */
    private static final List<String> SMALLEST = List.of(
            "0.0",
            "5e-324",
            "1e-323",
            "1.5e-323",
            "2e-323",
            "2.5e-323",
            "3e-323",
            "3.5e-323",
            "4e-323",
            "4.4e-323",
            "5e-323",
            "5.4e-323",
            "6e-323",
            "6.4e-323",
            "7e-323",
            "7.4e-323",
            "8e-323",
            "8.4e-323",
            "9e-323",
            "9.4e-323",
            "1e-322");

    private static final int FIRST_PLAIN_EXPONENT = -4;
    private static final int FIRST_LARGE_EXPONENT = 16;

    /** Exponents are not read further: no number of 1,000 characters comes near a double again from there. */
    private static final int ENDLESS = 100_000;

    private final boolean negative;

    /** The number is {@code digits} times ten to the power of {@code scale}; the last digit is not 0. */
    private long digits;

    private int count;
    private int scale;

    private PythonFloat(boolean negative) {
        this.negative = negative;
    }

    /**
     * Writes the number from {@code from} to {@code to}.
     *
     * @throws NotCanonicalizable if it is beyond the range of a double
     */
    static void write(byte[] text, int from, int to, JsonText out) throws NotCanonicalizable {
        PythonFloat number = new PythonFloat(text[from] == '-');
        boolean exact = number.read(text, number.negative ? from + 1 : from, to, EXACT_DIGITS);
        if (!exact || !number.isShortest()) {
            number.round(new String(text, from, to - from, StandardCharsets.US_ASCII));
        }
        number.write(out);
    }

    /** Reads an unsigned decimal; false if it has more digits than these, zeros at either end not counted. */
    private boolean read(byte[] text, int from, int to, int mostDigits) {
        digits = 0;
        count = 0;
        scale = 0;
        int zeros = 0;
        boolean fraction = false;
        for (int i = from; i < to; i++) {
            byte next = text[i];
            if (next == '.') {
                fraction = true;
                continue;
            }
            if (next == 'e' || next == 'E') {
                scale += exponent(text, i + 1, to);
                break;
            }
            scale -= fraction ? 1 : 0;
            zeros++;
            if (next == '0') {
                zeros = digits == 0 ? 0 : zeros;
                continue;
            }
            count += zeros;
            if (count > mostDigits) {
                return false;
            }
            for (; zeros > 0; zeros--) {
                digits *= 10;
            }
            digits += next - '0';
        }
        scale += zeros;
        return true;
    }

    private static int exponent(byte[] text, int from, int to) {
        int exponent = 0;
        boolean signed = text[from] == '-' || text[from] == '+';
        for (int i = signed ? from + 1 : from; i < to; i++) {
            exponent = Math.min(10 * exponent + text[i] - '0', ENDLESS);
        }
        return text[from] == '-' ? -exponent : exponent;
    }

    /** The power of ten of the first digit. */
    private int exponent() {
        return digits == 0 ? 0 : count + scale - 1;
    }

    /** Whether these digits are far enough from those of all other doubles, and not too large for a double. */
    private boolean isShortest() {
        if (digits == 0) {
            return true;
        }
        boolean finite = exponent() < LARGEST_EXPONENT
                || (exponent() == LARGEST_EXPONENT && digits < SURELY_FINITE * Math.pow(10, count - 1));
        return finite && scale >= SMALLEST_EXACT_SCALE;
    }

    /** Takes the shortest digits of the double that this text is read as. */
    private void round(String text) throws NotCanonicalizable {
        double value = Math.abs(Double.parseDouble(text));
        if (Double.isInfinite(value)) {
            throw new NotCanonicalizable("a number beyond the range of a double");
        }
        double steps = value / Double.MIN_VALUE;
        String shortest = steps < SMALLEST.size() ? SMALLEST.get((int) steps) : Double.toString(value);
        byte[] ascii = shortest.getBytes(StandardCharsets.US_ASCII);
        read(ascii, 0, ascii.length, MOST_DIGITS);
    }

    private void write(JsonText out) {
        if (negative) {
            out.put('-');
        }
        byte[] text = Long.toString(digits).getBytes(StandardCharsets.US_ASCII);
        int exponent = exponent();
        if (exponent < FIRST_PLAIN_EXPONENT || exponent >= FIRST_LARGE_EXPONENT) {
            writeScientific(text, exponent, out);
        } else if (exponent < 0) {
            out.put('0');
            out.put('.');
            putZeros(-exponent - 1, out);
            out.put(text, 0, text.length);
        } else {
            int whole = Math.min(exponent + 1, text.length);
            out.put(text, 0, whole);
            putZeros(exponent + 1 - whole, out);
            out.put('.');
            if (whole < text.length) {
                out.put(text, whole, text.length);
            } else {
                out.put('0');
            }
        }
    }

    private static void writeScientific(byte[] text, int exponent, JsonText out) {
        out.put(text, 0, 1);
        if (text.length > 1) {
            out.put('.');
            out.put(text, 1, text.length);
        }
        out.put('e');
        out.put(exponent < 0 ? '-' : '+');
        int size = Math.abs(exponent);
        if (size < 10) {
            out.put('0');
        }
        byte[] written = Integer.toString(size).getBytes(StandardCharsets.US_ASCII);
        out.put(written, 0, written.length);
    }

    private static void putZeros(int zeros, JsonText out) {
        for (int i = 0; i < zeros; i++) {
            out.put('0');
        }
    }
}
