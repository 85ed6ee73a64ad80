package dev.comanda.signing;

import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;

/** A parsed document, kept only until it is printed canonically: an object's last key may have to be written first. */
sealed interface JsonValue {
    void write(StringBuilder out);

    /** A number, true, false or null, already as it is printed. */
    record Literal(String text) implements JsonValue {
        @Override
        public void write(StringBuilder out) {
            out.append(text);
        }
    }

    record Text(String text) implements JsonValue {
        @Override
        public void write(StringBuilder out) {
            quote(text, out);
        }
    }

    record Items(List<JsonValue> items) implements JsonValue {
        @Override
        public void write(StringBuilder out) {
            out.append('[');
            String separator = "";
            for (JsonValue item : items) {
                item.write(out.append(separator));
                separator = ",";
            }
            out.append(']');
        }
    }

    record Members(SortedMap<String, JsonValue> members) implements JsonValue {
        @Override
        public void write(StringBuilder out) {
            out.append('{');
            String separator = "";
            for (var member : members.entrySet()) {
                quote(member.getKey(), out.append(separator));
                member.getValue().write(out.append(':'));
                separator = ",";
            }
            out.append('}');
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                escape(c, out.append(text, written, i));
                written = i + 1;
            }
        }
        out.append(text, written, text.length()).append('"');
    }

    private static void escape(char c, StringBuilder out) {
        out.append('\\');
        switch (c) {
            case '"', '\\' -> out.append(c);
            case '\n' -> out.append('n');
            case '\r' -> out.append('r');
            case '\t' -> out.append('t');
            case '\b' -> out.append('b');
            case '\f' -> out.append('f');
            default -> {
                HexFormat hex = HexFormat.of();
                hex.toHexDigits(out.append('u'), (byte) (c >> 8));
                hex.toHexDigits(out, (byte) c);
            }
        }
    }
}
