package dev.comanda.signing;

import static dev.comanda.signing.CanonicalForm.bytes;
import static dev.comanda.signing.CanonicalForm.canonical;
import static dev.comanda.signing.CanonicalForm.refused;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every expected text here is what CPython 3.11 prints. */
class CanonicalJsonTest {
    @Test
    void aPayloadOfTheFirstGenerationComesOutAsItsSenderSignedIt() throws NotCanonicalizable {
        String sent = """
                {"event_type": "service.booked_for_event", "timestamp": "2026-02-01T18:00:00Z", "source": "findyourwork",
                 "data": {"external_event_id": "RES-2026-001", "service_id": 123, "price": 250.00,
                          "provider": {"phone": "0998765432", "name": "María García"}}}
                """;

        assertThat(canonical(sent))
                .isEqualTo("{\"data\":{\"external_event_id\":\"RES-2026-001\",\"price\":250.0,"
                        + "\"provider\":{\"name\":\"Mar\\u00eda Garc\\u00eda\",\"phone\":\"0998765432\"},\"service_id\":123},"
                        + "\"event_type\":\"service.booked_for_event\",\"source\":\"findyourwork\","
                        + "\"timestamp\":\"2026-02-01T18:00:00Z\"}");
    }

    @Test
    void whatIsCanonicalStaysAsItIs() throws NotCanonicalizable {
        String document = "{\"\":[],\"a\":{},\"b\":[0,-1,1e+16,1e-05,true,false,null,\"\\ud83d\\ude00\\u007f\"]}";

        assertThat(canonical(document)).isEqualTo(document);
    }

    @Test
    void charactersOutsidePrintableAsciiAreEscaped() throws NotCanonicalizable {
        assertThat(canonical("\" ~\u007f\u0080é€\ud83d\ude00\uffff\""))
                .isEqualTo("\" ~\\u007f\\u0080\\u00e9\\u20ac\\ud83d\\ude00\\uffff\"");
        assertThat(canonical("\"\\u0000\\u001F\\u000a\\n\\r\\t\\b\\f\\\"\\\\\\/\\u002F\""))
                .isEqualTo("\"\\u0000\\u001f\\n\\n\\r\\t\\b\\f\\\"\\\\//\"");
        assertThat(canonical("\"\\u00E9\\u0041\"")).isEqualTo("\"\\u00e9A\"");
    }

    @Test
    void aLoneSurrogateSurvives() throws NotCanonicalizable {
        assertThat(canonical("\"\\ud800\"")).isEqualTo("\"\\ud800\"");
        assertThat(canonical("\"\\uDFFFa\\ud83d\\ud83d\\ude00\"")).isEqualTo("\"\\udfffa\\ud83d\\ud83d\\ude00\"");
        assertThat(canonical("{\"\\udc00\":1,\"\\ud800\":2}")).isEqualTo("{\"\\ud800\":2,\"\\udc00\":1}");
    }

    @Test
    void keysAreOrderedByCodePointNotByUtf16Unit() throws NotCanonicalizable {
        assertThat("\uffff".compareTo("\ud83d\ude00")).as("Java's own order").isPositive();
        assertThat(canonical("{\"\ud83d\ude00\":1,\"\uffff\":2,\"\ue000\":3,\"a\":4}"))
                .isEqualTo("{\"a\":4,\"\\ue000\":3,\"\\uffff\":2,\"\\ud83d\\ude00\":1}");
        assertThat(canonical("{\"x\ud83d\ude00\":1,\"x\\ud83d\uffff\":2,\"x\\ud83d\":3,\"x\":4,\"x\uffff\":5}"))
                .isEqualTo("{\"x\":4,\"x\\ud83d\":3,\"x\\ud83d\\uffff\":2,\"x\\uffff\":5,\"x\\ud83d\\ude00\":1}");
        assertThat(canonical("{\"aa\":1,\"a\":2,\"\":3,\"B\":4,\"b\":5}"))
                .isEqualTo("{\"\":3,\"B\":4,\"a\":2,\"aa\":1,\"b\":5}");
    }

    @Test
    void aKeyOccursOncePerObject() throws NotCanonicalizable {
        assertThat(canonical("[{\"a\":{\"a\":1}},{\"a\":2}]")).isEqualTo("[{\"a\":{\"a\":1}},{\"a\":2}]");
        refused("{\"a\":1,\"a\":1}", "a key twice in one object");
        refused("{\"a\":1,\"b\":2,\"\\u0061\":3}", "a key twice in one object");
        refused("{\"\ud83d\ude00\":1,\"\\ud83d\\ude00\":2}", "a key twice in one object");
        refused("{\"\":null,\"\":null}", "a key twice in one object");
    }

    @Test
    void nestingEndsAtSixtyFour() throws NotCanonicalizable {
        String arrays = "[".repeat(64) + "]".repeat(64);
        String objects = "{\"a\":".repeat(64) + "1" + "}".repeat(64);

        assertThat(canonical(arrays)).isEqualTo(arrays);
        assertThat(canonical(objects)).isEqualTo(objects);
        assertThat(canonical("[" + "[[]],".repeat(1_000) + "0]")).isEqualTo("[" + "[[]],".repeat(1_000) + "0]");
        refused("[" + arrays + "]", "nested deeper than 64");
        refused("{\"a\":" + objects + "}", "nested deeper than 64");
        refused("[".repeat(100_000));
    }

    @Test
    void aDocumentMayHaveOneMebibyte() throws NotCanonicalizable {
        String longest = "\"" + "a".repeat((1 << 20) - 2) + "\"";

        assertThat(canonical(longest)).isEqualTo(longest);
        assertThat(canonical("{\"" + "k".repeat(1_000_000) + "\":1}")).hasSize(1_000_006);
        refused(longest + " ", "longer than 1 MiB");
    }

    @Test
    void onlyStrictUtf8IsRead() throws NotCanonicalizable {
        assertThat(canonical("\"\u00c0\"".getBytes(UTF_8))).isEqualTo("\"\\u00c0\"");
        refused(bytes(0xEF, 0xBB, 0xBF, '1'), "not JSON"); // a byte order mark
        refused(bytes('"', 0xC0, 0xAF, '"'), "not UTF-8"); // overlong
        refused(bytes('"', 0xE0, 0x80, 0xAF, '"'), "not UTF-8");
        refused(bytes('"', 0xED, 0xA0, 0x80, '"'), "not UTF-8"); // a surrogate
        refused(bytes('"', 0xF4, 0x90, 0x80, 0x80, '"'), "not UTF-8"); // beyond U+10FFFF
        refused(bytes('"', 0x80, '"'), "not UTF-8");
        refused(bytes('"', 0xC3), "not UTF-8"); // cut short
        refused("\"é\"".getBytes(ISO_8859_1), "not UTF-8");
        refused(bytes(0, '1'));
        refused(bytes('1', 0));
        refused(bytes(0xFF, 0xFE, '1', 0), "not UTF-8");
    }

    @Test
    void exactlyOneValueIsRead() throws NotCanonicalizable {
        assertThat(canonical(" \t\r\n1 \t\r\n")).isEqualTo("1");
        refused("", "no value");
        refused(" ", "no value");
        refused("{} {}", "text after the value");
        refused("1 2", "text after the value");
        refused("1\n\"a\"", "text after the value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}x",
                "[]]",
                "[",
                "{",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{a:1}",
                "{'a':1}",
                "{1:2}",
                "{\"a\" 1}",
                "]",
                "}",
                "\"",
                "\"\\\"",
                "\"\\x41\"",
                "\"\\'\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\n\"",
                "\"\t\"",
                "\"\u0000\"",
                "'a'",
                "True",
                "nul",
                "nullx",
                "truefalse",
                "/**/1",
                "#\n1",
                "1//",
                "\u000b1",
                "\u00a01",
                "\ufeff1",
                "1\ufeff",
                "\u001e1",
                "[1\u20282]",
                "undefined",
                "{\"a\":1]",
                "[1}"
            })
    void whatIsNotJsonIsRefused(String text) {
        refused(text);
    }

    /** Each takes milliseconds; anything quadratic in a mebibyte takes minutes. */
    @Test
    void hostileDocumentsAreReadInLinearTime() {
        int mebibyte = 1 << 20;
        String prefix = "k".repeat(1_000);
        assertThat(Duration.ofSeconds(20)).isGreaterThan(timed(() -> {
            canonical("[" + "[],".repeat(mebibyte / 3 - 1) + "0]");
            canonical(descending(80_000, ""));
            canonical(descending(900, prefix));
            canonical("[" + "1.7976931348623157e-300,".repeat(43_000) + "0]");
            canonical("[" + ("0." + "1".repeat(990) + "e-300,").repeat(1_040) + "0]");
            canonical("\"" + "\u007f".repeat(mebibyte - 2) + "\"");
            refused("[".repeat(mebibyte));
            refused("{\"a\":".repeat(mebibyte / 5));
            refused("1".repeat(mebibyte));
            refused("\"" + "\\\\".repeat(mebibyte / 2 - 1));
        }));
    }

    private static String descending(int count, String prefix) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + prefix + (count - i) + "\":0")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private interface Work {
        void run() throws NotCanonicalizable;
    }

    private static Duration timed(Work work) {
        long start = System.nanoTime();
        try {
            work.run();
        } catch (NotCanonicalizable e) {
            throw new AssertionError(e);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
