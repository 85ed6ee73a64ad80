package dev.comanda.signing;

/**
 * One text for one JSON value, whatever spacing, key order and escapes it arrived in, so that two parties who parse and
 * print differently can sign the same bytes.
 *
 * <p>The form is, byte for byte, what CPython 3 prints for {@code json.dumps(value, separators=(',', ':'),
 * sort_keys=True)}, because that is what partners of the first generation sign (Python documentation, "json"):
 *
 * <ul>
 *   <li>no spaces; keys sorted by Unicode code point, which differs from {@link String#compareTo} above U+FFFF
 *   <li>only U+0020 to U+007E as they are; {@code \" \\ \n \r \t \b \f}; everything else {@code \}{@code uXXXX} in
 *       lower-case hex, two of them above U+FFFF; an escaped lone surrogate stays one
 *   <li>integers keep all their digits; {@code -0} becomes {@code 0}
 *   <li>a number with {@code .}, {@code e} or {@code E} is a double, printed as Python's {@code repr}: {@code 250.00}
 *       becomes {@code 250.0}, {@code 1e16} becomes {@code 1e+16}; what is too small for a double becomes zero
 * </ul>
 *
 * <p>Python reads more than JSON (RFC 8259) and forgets what it skipped. Here everything on which two readers could
 * disagree is refused instead: see {@link #of}. The canonical form of a canonical form is itself.
 */
public final class CanonicalJson {
    /** The longest document, in bytes as it arrives. Its canonical form can be up to six times as long. */
    public static final int MAX_BYTES = 1 << 20;

    /** How many arrays and objects may lie in each other; also the bound of the recursion here. */
    public static final int MAX_DEPTH = 64;

    /** The longest number, in characters of its token, sign and exponent included. */
    public static final int MAX_NUMBER_LENGTH = 1_000;

    private CanonicalJson() {}

    /**
     * The canonical form of a JSON document. One pass over the bytes, and a second one if keys arrive in another order.
     *
     * <p>An event of 600 bytes takes some microseconds. The worst document of 1 MiB that we know takes about 45 ms of CPU
     * time: numbers that must be computed as doubles because they have more than 15 digits or lie below 1e-320. Other
     * documents of 1 MiB take 1 to 40 ms.
     *
     * @param json one JSON value in UTF-8
     * @return its canonical form, in ASCII
     * @throws NotCanonicalizable if it is longer than {@link #MAX_BYTES}; is not strict UTF-8 (a byte order mark counts
     *     as text before the value); is not exactly one JSON value by RFC 8259, which knows no NaN and no Infinity;
     *     holds the same key twice in one object, compared after unescaping; nests deeper than {@link #MAX_DEPTH}; or
     *     holds a number that is longer than {@link #MAX_NUMBER_LENGTH} or beyond the range of a double. The largest
     *     integers are therefore 1,000 digits long.
     */
    public static byte[] of(byte[] json) throws NotCanonicalizable {
        if (json.length > MAX_BYTES) {
            throw new NotCanonicalizable("longer than 1 MiB");
        }
        return new JsonReader(json).canonical();
    }
}
