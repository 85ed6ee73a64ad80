package dev.comanda.partners.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class VersionTest {
    private static final Instant EARLY = Instant.parse("2026-02-01T18:00:00Z");
    private static final Instant LATE = EARLY.plusMillis(1);

    @Test
    void theRevisionDecidesWhateverTheClocksSay() {
        assertThat(new Version(2L, EARLY).isSupersededBy(new Version(1L, LATE))).isFalse();
        assertThat(new Version(1L, LATE).isSupersededBy(new Version(2L, EARLY))).isTrue();
        assertThat(new Version(2L, LATE).isSupersededBy(new Version(2L, EARLY))).isTrue();
    }

    @Test
    void withoutARevisionOnEitherSideTheTimestampDecides() {
        assertThat(new Version(null, EARLY).isSupersededBy(new Version(7L, LATE)))
                .isTrue();
        assertThat(new Version(null, LATE).isSupersededBy(new Version(7L, EARLY)))
                .isFalse();
        assertThat(new Version(1L, LATE).isSupersededBy(new Version(null, EARLY)))
                .isFalse();
        assertThat(new Version(null, EARLY).isSupersededBy(new Version(null, EARLY)))
                .isFalse();
    }
}
