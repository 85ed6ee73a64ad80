package dev.comanda.web.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class LogTextTest {
    @Test
    void plainTextOfAnyScriptStaysAsItIs() {
        assertThat(LogText.of("María 東京 🎉 \"x\"")).isEqualTo("María 東京 🎉 \"x\"");
        assertThat(LogText.of(null)).isEqualTo("null");
    }

    @Test
    void lineBreaksEscapesAndMarksOfDirectionAreWrittenOut() {
        assertThat(LogText.of("z\r\nINFO forged\u001b[31m\u009b\u2028\u202e\u007f\ud800"))
                .isEqualTo("z\\u000d\\u000aINFO forged\\u001b[31m\\u009b\\u2028\\u202e\\u007f\\ud800");
    }

    @Test
    void aLongTextIsCut() {
        assertThat(LogText.of("x".repeat(500))).hasSize(500);
        assertThat(LogText.of("🎉".repeat(501))).isEqualTo("🎉".repeat(500) + "...");
    }

    @Test
    void anExceptionKeepsItsTraceAndItsCausesButNoLineBreakOfAMessage() {
        var thrown = new IllegalStateException("a\nforged", new IllegalArgumentException("b\u001bforged"));
        var text = new StringWriter();
        LogText.ofException(thrown).printStackTrace(new PrintWriter(text));
        assertThat(text.toString())
                .contains("java.lang.IllegalStateException: a\\u000aforged")
                .contains("Caused by: java.lang.IllegalArgumentException: b\\u001bforged")
                .contains("at " + getClass().getName())
                .doesNotContain("\nforged")
                .doesNotContain("\u001b");
    }
}
