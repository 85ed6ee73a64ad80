package dev.comanda.web.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {
    private static final TrustedProxies PROXIES = new TrustedProxies(Networks.of(List.of("127.0.0.1", "10.0.0.0/8")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9, 192.0.2.1           | 192.0.2.1",
                "203.0.113.9, 192.0.2.1, 10.1.2.3 | 192.0.2.1",
                "10.9.9.9, 192.0.2.1              | 192.0.2.1",
                "192.0.2.1                        | 192.0.2.1",
                "192.0.2.1:4711                   | 192.0.2.1",
                "[2001:db8::1]:4711               | 2001:db8::1",
                "2001:db8::1, 10.1.2.3            | 2001:db8::1",
                "10.1.2.4, 10.1.2.3               | 10.1.2.4",
                "192.0.2.1, unknown, 10.1.2.3     | 10.1.2.3",
                "192.0.2.1,                       | 127.0.0.1",
            })
    void theClientIsTheLastAddressThatIsNoProxy(String forwarded, String client) {
        assertThat(PROXIES.client("127.0.0.1", List.of(forwarded), "first")).isEqualTo(client);
    }

    @Test
    void aSecondHeaderIsBehindTheFirst() {
        assertThat(PROXIES.client("127.0.0.1", List.of("203.0.113.9", "192.0.2.1"), "first"))
                .isEqualTo("192.0.2.1");
    }

    @Test
    void whoIsNoProxyCannotNameAClient() {
        assertThat(PROXIES.client("192.0.2.7", List.of("203.0.113.9"), "192.0.2.7"))
                .isEqualTo("192.0.2.7");
        assertThat(PROXIES.client("127.0.0.1", List.of(), "127.0.0.1")).isEqualTo("127.0.0.1");
    }
}
