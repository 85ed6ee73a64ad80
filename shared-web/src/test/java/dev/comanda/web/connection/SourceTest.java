package dev.comanda.web.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceTest {
    @Test
    void anIpv6SourceIsItsFirst64Bits() {
        assertThat(Source.of("2001:db8:1:2::1")).isEqualTo(Source.of("2001:db8:1:2:ffff::9"));
        assertThat(Source.of("2001:db8:1:2::1")).isNotEqualTo(Source.of("2001:db8:1:3::1"));
        assertThat(Source.of("192.0.2.1")).isEqualTo(Source.of("::ffff:192.0.2.1"));
        assertThat(Source.of("192.0.2.1")).isNotEqualTo(Source.of("192.0.2.2"));
        assertThat(Source.of("unknown")).isEqualTo(Source.of("unknown"));
    }

    @Test
    void trustedProxiesAreExempt() {
        ExemptSources sources = exempt(List.of("127.0.0.0/8", "::1/128"), List.of("10.1.2.3", "fd00::/8"));
        assertThat(List.of("127.0.0.1", "127.9.9.9", "::1", "10.1.2.3", "fd12::1"))
                .allMatch(sources::contains);
        assertThat(List.of("10.1.2.4", "192.0.2.1", "2001:db8::1", "unknown")).noneMatch(sources::contains);
    }

    @Test
    void aSourceThatIsNoAddressStopsTheStart() {
        for (String wrong : List.of("10.0.0.0/33", "10.0.0.0/x", "no host", "")) {
            assertThatThrownBy(() -> exempt(List.of(wrong), List.of()))
                    .as(wrong)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("comanda.connections.exempt");
        }
    }

    private static ExemptSources exempt(List<String> own, List<String> proxies) {
        return new ExemptSources(new Fixed(own), Optional.of(proxies));
    }

    private record Fixed(List<String> exempt) implements ConnectionConfig {
        @Override
        public int total() {
            return 1;
        }

        @Override
        public int perSource() {
            return 1;
        }

        @Override
        public Duration firstRequest() {
            return Duration.ZERO;
        }

        @Override
        public Duration nextRequest() {
            return Duration.ZERO;
        }

        @Override
        public Duration body() {
            return Duration.ZERO;
        }
    }
}
