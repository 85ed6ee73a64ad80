package dev.comanda.signing;

/**
 * The order Python gives strings. Java compares UTF-16 units, which puts U+10000 and above before U+E000: keys would
 * come out in another order than the signer's.
 */
final class CodePointOrder {
    private CodePointOrder() {}

    static int compare(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; ) {
            int a = left.codePointAt(i);
            int b = right.codePointAt(i);
            if (a != b) {
                return Integer.compare(a, b);
            }
            i += Character.charCount(a);
        }
        return Integer.compare(left.length(), right.length());
    }
}
