package dev.comanda.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How the tests of the canonical form speak of it. */
final class CanonicalForm {
    private CanonicalForm() {}

    static String canonical(String json) throws NotCanonicalizable {
        return canonical(json.getBytes(UTF_8));
    }

    static String canonical(byte[] json) throws NotCanonicalizable {
        return new String(CanonicalJson.of(json), US_ASCII);
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static void refused(String json) {
        refused(json.getBytes(UTF_8));
    }

    static void refused(String json, String reason) {
        refused(json.getBytes(UTF_8), reason);
    }

    static void refused(byte[] json) {
        assertThatThrownBy(() -> CanonicalJson.of(json))
                .as(() -> new String(json, 0, Math.min(json.length, 80), ISO_8859_1))
                .isInstanceOf(NotCanonicalizable.class);
    }

    static void refused(byte[] json, String reason) {
        assertThatThrownBy(() -> CanonicalJson.of(json))
                .isInstanceOf(NotCanonicalizable.class)
                .hasMessage(reason)
                .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
    }
}
