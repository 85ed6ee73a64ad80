package dev.comanda.partners.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-02-01T18:00:00Z");

    @Test
    void readsSeconds() {
        assertThat(RetryAfter.parse("0", NOW)).isEqualTo(Duration.ZERO);
        assertThat(RetryAfter.parse("120", NOW)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse("999999999", NOW)).isEqualTo(Duration.ofSeconds(999_999_999));
    }

    @Test
    void readsAnHttpDateAndTakesThePastForNow() {
        assertThat(RetryAfter.parse("Sun, 01 Feb 2026 18:02:00 GMT", NOW)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse("Sun, 01 Feb 2026 17:59:59 GMT", NOW)).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-1", "1.5", "soon", "9999999999", "Mon, 01 Feb 2026 18:02:00 GMT", "2026-02-01T18:02:00Z"})
    void everythingElseIsAsIfItWereAbsent(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isNull();
    }

    @Test
    void absentIsAbsent() {
        assertThat(RetryAfter.parse(null, NOW)).isNull();
    }
}
