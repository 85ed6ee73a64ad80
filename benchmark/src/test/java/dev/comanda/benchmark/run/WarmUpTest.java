package dev.comanda.benchmark.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void twoRatesAreSteadyWhenTheyDifferByLessThanATenth() {
        assertThat(WarmUp.isSteady(1_000, 1_099)).isTrue();
        assertThat(WarmUp.isSteady(1_000, 901)).isTrue();
        assertThat(WarmUp.isSteady(1_000, 1_100)).isFalse();
        assertThat(WarmUp.isSteady(0, 1_000)).isFalse();
    }

    @Test
    void runsWindowsUntilTheRateIsSteady() throws Exception {
        assertThat(warmUp(Duration.ofSeconds(3), 300, 600, 900, 950, 5_000)).isEqualTo(950);
    }

    @Test
    void runsForTheLeastTimeEvenWhenTheRateIsSteady() throws Exception {
        assertThat(warmUp(Duration.ofSeconds(4), 300, 300, 300, 310, 5_000)).isEqualTo(310);
    }

    @Test
    void givesUpAfterTwiceTheTime() throws Exception {
        assertThat(warmUp(Duration.ofSeconds(2), 100, 200, 300, 400, 500)).isEqualTo(400);
    }

    /** Each window takes a second and has one of these rates. */
    private static double warmUp(Duration least, double... rates) throws Exception {
        AtomicInteger windows = new AtomicInteger();
        return WarmUp.steady(least, () -> Instant.ofEpochSecond(windows.get()), _ -> rates[windows.getAndIncrement()]);
    }
}
