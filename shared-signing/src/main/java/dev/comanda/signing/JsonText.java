package dev.comanda.signing;

import java.util.Arrays;

/** Canonical text as it grows: ASCII only. */
final class JsonText {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private byte[] bytes;
    private int length;

    JsonText(int expectedLength) {
        bytes = new byte[expectedLength];
    }

    /** How many bytes are written; the next one has this index. */
    int length() {
        return length;
    }

    byte at(int index) {
        return bytes[index];
    }

    void put(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
    }

    void put(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    void put(JsonText source, int from, int to) {
        put(source.bytes, from, to);
    }

    /** Writes one UTF-16 unit of a string, escaped where the canonical form wants it so. */
    void putUnit(int unit) {
        switch (unit) {
            case '"' -> putEscaped('"');
            case '\\' -> putEscaped('\\');
            case '\n' -> putEscaped('n');
            case '\r' -> putEscaped('r');
            case '\t' -> putEscaped('t');
            case '\b' -> putEscaped('b');
            case '\f' -> putEscaped('f');
            default -> {
                if (unit >= ' ' && unit <= '~') {
                    put((char) unit);
                } else {
                    putHex(unit);
                }
            }
        }
    }

    private void putEscaped(char letter) {
        put('\\');
        put(letter);
    }

    private void putHex(int unit) {
        reserve(6);
        bytes[length] = '\\';
        bytes[length + 1] = 'u';
        bytes[length + 2] = HEX[unit >> 12];
        bytes[length + 3] = HEX[(unit >> 8) & 0xF];
        bytes[length + 4] = HEX[(unit >> 4) & 0xF];
        bytes[length + 5] = HEX[unit & 0xF];
        length += 6;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
    }
}
