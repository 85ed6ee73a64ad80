package dev.comanda.signing;

import dev.comanda.signing.UnsortedObject.Member;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one JSON document (RFC 8259) from strict UTF-8 and writes it canonically in the same pass, value by value as they
 * arrive. Objects whose keys arrive in another order are noted and put in order at the end.
 */
final class JsonReader {
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    /** What {@link #peek} gives after the last byte. A zero byte is allowed nowhere in a document. */
    private static final byte END = 0;

    private final byte[] in;
    private final JsonText out;
    private final List<UnsortedObject> unsorted = new ArrayList<>();
    private int at;
    private int depth;

    JsonReader(byte[] json) {
        in = json;
        out = new JsonText(json.length + 16);
    }

    byte[] canonical() throws NotCanonicalizable {
        skipSpace();
        if (at == in.length) {
            throw new NotCanonicalizable("no value");
        }
        value();
        skipSpace();
        if (at < in.length) {
            throw new NotCanonicalizable("text after the value");
        }
        if (unsorted.isEmpty()) {
            return out.toBytes();
        }
        JsonText sorted = new JsonText(out.length());
        UnsortedObject.rewrite(out, 0, out.length(), unsorted, sorted);
        return sorted.toBytes();
    }

    private void value() throws NotCanonicalizable {
        switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal(TRUE);
            case 'f' -> literal(FALSE);
            case 'n' -> literal(NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw notJson();
        }
    }

    private void object() throws NotCanonicalizable {
        int from = out.length();
        int firstInner = unsorted.size();
        List<Member> members = new ArrayList<>();
        boolean sorted = true;
        enter();
        for (boolean more = peek() != '}'; more; more = another()) {
            Member member = member(firstInner);
            sorted &= members.isEmpty() || members.getLast().isBefore(member);
            members.add(member);
        }
        leave('}');
        if (!sorted) {
            List<UnsortedObject> inner = unsorted.subList(firstInner, unsorted.size());
            UnsortedObject object = UnsortedObject.of(from, out.length(), members, inner);
            inner.clear();
            unsorted.add(object);
        }
    }

    private Member member(int firstInner) throws NotCanonicalizable {
        int from = out.length();
        int inner = unsorted.size() - firstInner;
        byte[] key = key();
        skipSpace();
        copy(':');
        skipSpace();
        value();
        return new Member(key, from, out.length(), inner, unsorted.size() - firstInner);
    }

    private byte[] key() throws NotCanonicalizable {
        int from = at + 1;
        int written = out.length() + 1;
        if (peek() != '"') {
            throw notJson();
        }
        boolean escaped = string();
        return escaped ? KeyBytes.of(out, written, out.length() - 1) : Arrays.copyOfRange(in, from, at - 1);
    }

    private void array() throws NotCanonicalizable {
        enter();
        for (boolean more = peek() != ']'; more; more = another()) {
            value();
        }
        leave(']');
    }

    private void enter() throws NotCanonicalizable {
        if (++depth > CanonicalJson.MAX_DEPTH) {
            throw new NotCanonicalizable("nested deeper than 64");
        }
        copy((char) in[at]);
        skipSpace();
    }

    /** Goes to the next value of an array or object, if a comma says that there is one. */
    private boolean another() throws NotCanonicalizable {
        skipSpace();
        if (peek() != ',') {
            return false;
        }
        copy(',');
        skipSpace();
        return true;
    }

    private void leave(char bracket) throws NotCanonicalizable {
        copy(bracket);
        depth--;
    }

    /** Reads a string; true if any character of it was escaped. */
    private boolean string() throws NotCanonicalizable {
        boolean escaped = false;
        copy('"');
        while (true) {
            int plain = at;
            while (at < in.length && isPlain(in[at])) {
                at++;
            }
            out.put(in, plain, at);
            byte next = peek();
            if (next == '"') {
                copy('"');
                return escaped;
            } else if (next == '\\') {
                out.putUnit(escape());
                escaped = true;
            } else if (next < 0) {
                character(utf8());
            } else if (next == 0x7F) {
                out.putUnit(next);
                at++;
            } else {
                throw notJson(); // a control character, or the end
            }
        }
    }

    private static boolean isPlain(byte next) {
        return next >= ' ' && next <= '~' && next != '"' && next != '\\';
    }

    private void character(int codePoint) {
        if (Character.isBmpCodePoint(codePoint)) {
            out.putUnit(codePoint);
        } else {
            out.putUnit(Character.highSurrogate(codePoint));
            out.putUnit(Character.lowSurrogate(codePoint));
        }
    }

    /** The UTF-16 unit that the escape at hand stands for. */
    private int escape() throws NotCanonicalizable {
        at++;
        byte letter = peek();
        at++;
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> hexUnit();
            default -> throw new NotCanonicalizable("not JSON");
        };
    }

    private int hexUnit() throws NotCanonicalizable {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            byte digit = peek();
            int value = digit < 0 ? -1 : Character.digit(digit, 16);
            if (value < 0) {
                throw notJson();
            }
            unit = (unit << 4) | value;
            at++;
        }
        return unit;
    }

    /** The code point at hand; refuses what is cut short, overlong, a surrogate or above U+10FFFF. */
    private int utf8() throws NotCanonicalizable {
        int first = in[at] & 0xFF;
        int more = first < 0xC2 || first > 0xF4 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
        if (more == 0 || in.length - at <= more) {
            throw new NotCanonicalizable("not UTF-8");
        }
        int codePoint = first & (0x3F >> more);
        for (int i = 1; i <= more; i++) {
            byte next = in[at + i];
            if ((next & 0xC0) != 0x80) {
                throw new NotCanonicalizable("not UTF-8");
            }
            codePoint = (codePoint << 6) | (next & 0x3F);
        }
        boolean overlong = (more == 2 && codePoint < 0x800) || (more == 3 && codePoint < 0x10000);
        boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        if (overlong || surrogate || codePoint > Character.MAX_CODE_POINT) {
            throw new NotCanonicalizable("not UTF-8");
        }
        at += more + 1;
        return codePoint;
    }

    private void number() throws NotCanonicalizable {
        int from = at;
        if (peek() == '-') {
            at++;
        }
        boolean zero = peek() == '0';
        if (zero) {
            at++;
        } else {
            digits();
        }
        boolean whole = true;
        if (peek() == '.') {
            whole = false;
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            whole = false;
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        if (at - from > CanonicalJson.MAX_NUMBER_LENGTH) {
            throw new NotCanonicalizable("a number of more than 1,000 characters");
        }
        if (!whole) {
            PythonFloat.write(in, from, at, out);
        } else if (zero) {
            out.put('0'); // also for -0
        } else {
            out.put(in, from, at);
        }
    }

    private void digits() throws NotCanonicalizable {
        int from = at;
        while (at < in.length && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw notJson();
        }
    }

    private void literal(byte[] word) throws NotCanonicalizable {
        int end = Math.min(at + word.length, in.length);
        if (!Arrays.equals(in, at, end, word, 0, word.length)) {
            throw notJson();
        }
        out.put(word, 0, word.length);
        at = end;
    }

    private void copy(char expected) throws NotCanonicalizable {
        if (peek() != expected) {
            throw notJson();
        }
        out.put(expected);
        at++;
    }

    private byte peek() {
        return at < in.length ? in[at] : END;
    }

    private void skipSpace() {
        while (at < in.length && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
            at++;
        }
    }

    private NotCanonicalizable notJson() throws NotCanonicalizable {
        if (peek() < 0) {
            utf8(); // throws if that is the reason
        }
        return new NotCanonicalizable("not JSON");
    }
}
