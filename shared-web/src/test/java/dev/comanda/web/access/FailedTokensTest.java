package dev.comanda.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.web.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedTokensTest {
    private final MovableClock clock = new MovableClock();
    private final FailedTokens failures = new FailedTokens(clock);

    @Test
    void blocksAfterTheTenthUntilTheWindowEnds() {
        fail("192.0.2.1", 9);
        assertThat(failures.blocked("192.0.2.1")).isEmpty();
        clock.pass(Duration.ofSeconds(59));
        fail("192.0.2.1", 1);
        assertThat(failures.blocked("192.0.2.1")).hasValue(Duration.ofSeconds(1));

        clock.pass(Duration.ofSeconds(1));
        assertThat(failures.blocked("192.0.2.1")).isEmpty();
        fail("192.0.2.1", 9);
        assertThat(failures.blocked("192.0.2.1")).isEmpty();
    }

    @Test
    void blocksNobodyElse() {
        fail("192.0.2.1", 10);

        assertThat(failures.blocked("192.0.2.2")).isEmpty();
    }

    @Test
    void takesOneNetworkOfIpv6ForOneSource() {
        fail("2001:db8:1:2::1", 5);
        fail("2001:db8:1:2:ffff::9", 5);

        assertThat(failures.blocked("2001:db8:1:2:3:4:5:6")).isPresent();
        assertThat(failures.blocked("2001:db8:1:3::1")).isEmpty();
    }

    @Test
    void remembersABoundedNumberOfSources() {
        for (int i = 0; i < FailedTokens.MAX_SOURCES + 500; i++) {
            failures.count("source-" + i);
        }
        assertThat(failures.size()).isEqualTo(FailedTokens.MAX_SOURCES);

        clock.pass(FailedTokens.WINDOW);
        failures.count("192.0.2.1");
        assertThat(failures.size()).isEqualTo(1);
    }

    private void fail(String source, int times) {
        for (int i = 0; i < times; i++) {
            failures.count(source);
        }
    }
}
