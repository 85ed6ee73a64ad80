package dev.comanda.signing;

import java.util.Arrays;

/**
 * A key as the bytes by which it is ordered: UTF-8, in which an escaped lone surrogate is three bytes. Python orders
 * strings by code point, and so are such bytes; UTF-16 units are not, from U+10000 up.
 */
final class KeyBytes {
    private KeyBytes() {}

    /** Reads the canonical text between the quotes of a key, which is never shorter than these bytes. */
    static byte[] of(JsonText text, int from, int to) {
        byte[] key = new byte[to - from];
        int length = 0;
        for (int at = from; at < to; ) {
            int codePoint = unit(text, at);
            at += width(text, at);
            if (Character.isHighSurrogate((char) codePoint) && at < to) {
                int low = unit(text, at);
                if (Character.isLowSurrogate((char) low)) {
                    codePoint = Character.toCodePoint((char) codePoint, (char) low);
                    at += width(text, at);
                }
            }
            length = encode(codePoint, key, length);
        }
        return Arrays.copyOf(key, length);
    }

    private static int width(JsonText text, int at) {
        return text.at(at) != '\\' ? 1 : text.at(at + 1) != 'u' ? 2 : 6;
    }

    private static int unit(JsonText text, int at) {
        if (text.at(at) != '\\') {
            return text.at(at);
        }
        return switch (text.at(at + 1)) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                int unit = 0;
                for (int i = 2; i < 6; i++) {
                    unit = (unit << 4) | Character.digit(text.at(at + i), 16);
                }
                yield unit;
            }
            default -> text.at(at + 1);
        };
    }

    private static int encode(int codePoint, byte[] key, int length) {
        if (codePoint < 0x80) {
            key[length] = (byte) codePoint;
            return length + 1;
        }
        int more = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
        for (int i = more; i > 0; i--) {
            key[length + i] = (byte) (0x80 | (codePoint & 0x3F));
            codePoint >>= 6;
        }
        key[length] = (byte) ((0xFF << (7 - more)) | codePoint);
        return length + more + 1;
    }
}
