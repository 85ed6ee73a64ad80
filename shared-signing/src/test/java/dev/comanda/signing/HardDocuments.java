package dev.comanda.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** JSON documents that gather at the edges: of doubles, of the UTF-16 order, of escapes, of spacing. */
final class HardDocuments {
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-0.0",
            "0e0",
            "1",
            "-1",
            "1e16",
            "9999999999999998.0",
            "1e-4",
            "1e-5",
            "9007199254740993",
            "9007199254740993.0",
            "0.30000000000000004",
            "1e22",
            "1e23",
            "2.2250738585072014e-308",
            "5e-324",
            "2.5e-324",
            "2.4e-324",
            "1.7976931348623157e308",
            "1.8e308",
            "1e400",
            "-1e400",
            "1e-400",
            "250.00",
            "1E5",
            "1e+5",
            "0.1e1");
    private static final List<String> PIECES = List.of(
            "a",
            "b",
            "\\u0061",
            "\\u000a",
            "\\n",
            "\\/",
            "/",
            "\\\\",
            "\\\"",
            "\u007f",
            "\\u007F",
            "\u0080",
            "é",
            "\\u00E9",
            "\ud7ff",
            "\ue000",
            "\uffff",
            "\\uffff",
            "\ud83d\ude00",
            "\\ud83d\\ude00",
            "\\ud83d",
            "\\ude00",
            "\ud800\udc00",
            "\udbff\udfff",
            "\\u0000",
            "\\b",
            "\\f",
            "\\t",
            "\\r",
            "~",
            " ",
            "\u2028",
            "'",
            "<");
    private static final List<String> SPACES = List.of("", "", "", " ", "\n", "\t", "\r\n ");
    private static final String BREAKERS = "\"\\{}[],:0123456789.eE+-aunt \n\t\b'/#NI\u007f";
    private static final int DEEPEST = 6;

    private final Random random;

    HardDocuments(long seed) {
        random = new Random(seed);
    }

    byte[] next() {
        return (space() + value(0) + space()).getBytes(UTF_8);
    }

    /** One to three bytes replaced, put in or left out; now and then it is still a document. */
    byte[] nextBroken() {
        byte[] document = next();
        for (int i = random.nextInt(3); i >= 0 && document.length > 0; i--) {
            int at = random.nextInt(document.length);
            byte other = (byte)
                    (random.nextInt(5) == 0 ? random.nextInt(256) : BREAKERS.charAt(random.nextInt(BREAKERS.length())));
            switch (random.nextInt(4)) {
                case 0 -> document[at] = other;
                case 1 -> document = Arrays.copyOf(document, at);
                case 2 -> {
                    System.arraycopy(document, at + 1, document, at, document.length - at - 1);
                    document = Arrays.copyOf(document, document.length - 1);
                }
                default -> {
                    byte[] longer = Arrays.copyOf(document, document.length + 1);
                    System.arraycopy(document, at, longer, at + 1, document.length - at);
                    longer[at] = other;
                    document = longer;
                }
            }
        }
        return document;
    }

    private String value(int depth) {
        return switch (random.nextInt(depth < DEEPEST ? 10 : 6)) {
            case 0, 1 -> number();
            case 2 -> aDouble();
            case 3, 4 -> text();
            case 5 -> List.of("true", "false", "null").get(random.nextInt(3));
            case 6, 7 -> several("[", "]", () -> value(depth + 1));
            default -> several("{", "}", () -> text() + space() + ":" + space() + value(depth + 1));
        };
    }

    private String several(String opening, String closing, Supplier<String> one) {
        return Stream.generate(() -> space() + one.get() + space())
                .limit(random.nextInt(6))
                .collect(Collectors.joining(",", opening + space(), closing));
    }

    private String number() {
        return switch (random.nextInt(4)) {
            case 0 -> NUMBERS.get(random.nextInt(NUMBERS.size()));
            case 1 -> sign() + (1 + random.nextInt(9)) + digits(random.nextInt(40));
            case 2 -> sign() + random.nextInt(1_000) + "." + digits(1 + random.nextInt(25));
            default ->
                sign() + random.nextInt(10) + "." + digits(1 + random.nextInt(18)) + "e" + (random.nextInt(680) - 345);
        };
    }

    /** Any bits, any power of two, any power of ten, any of the smallest: printed as Java prints them. */
    private String aDouble() {
        double value = switch (random.nextInt(5)) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> Math.scalb(1.0, random.nextInt(2_098) - 1_074);
            case 2 -> Double.parseDouble("1e" + (random.nextInt(632) - 323));
            case 3 -> random.nextInt(2_000) * Double.MIN_VALUE;
            default -> random.nextInt(100_000) / 1e3;
        };
        double neighbour =
                random.nextBoolean() ? value : random.nextBoolean() ? Math.nextUp(value) : Math.nextDown(value);
        return Double.isFinite(neighbour) ? Double.toString(neighbour) : "0.0";
    }

    private String text() {
        return Stream.generate(() -> PIECES.get(random.nextInt(PIECES.size())))
                .limit(random.nextInt(5))
                .collect(Collectors.joining("", "\"", "\""));
    }

    private String digits(int count) {
        return random.ints(count, 0, 10).mapToObj(Integer::toString).collect(Collectors.joining());
    }

    private String sign() {
        return random.nextInt(3) == 0 ? "-" : "";
    }

    private String space() {
        return SPACES.get(random.nextInt(SPACES.size()));
    }
}
