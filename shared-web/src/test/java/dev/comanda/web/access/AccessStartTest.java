package dev.comanda.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessStartTest {
    private static final Optional<String> TOKEN = Optional.of("0123456789abcdef");

    private record Config(boolean open, boolean loopbackOnly, Optional<String> operatorToken, Optional<String> tokens)
            implements AccessConfig {
        Config(boolean open, boolean loopbackOnly, Optional<String> operatorToken) {
            this(open, loopbackOnly, operatorToken, Optional.empty());
        }
    }

    @Test
    void startsWithATokenOrOnLoopback() {
        assertThat(AccessStart.refusal(new Config(false, false, TOKEN), "0.0.0.0", false))
                .isEmpty();
        assertThat(AccessStart.refusal(new Config(true, true, Optional.empty()), "localhost", false))
                .isEmpty();
        assertThat(AccessStart.refusal(new Config(true, false, Optional.empty()), "localhost", true))
                .isEmpty();
    }

    @Test
    void saysThatTheTokenIsMissing() {
        assertThat(AccessStart.refusal(new Config(false, false, Optional.empty()), "0.0.0.0", false))
                .hasValue("COMANDA_OPERATOR_TOKEN is missing or shorter than 16 characters.");
        assertThat(AccessStart.refusal(new Config(false, false, Optional.of("short")), "0.0.0.0", false))
                .isPresent();
    }

    @Test
    void namesTheTokenThatIsMalformed() {
        Config config = new Config(false, false, TOKEN, Optional.of("scraper:metric:" + "a".repeat(64)));

        assertThat(AccessStart.refusal(config, "0.0.0.0", false).orElseThrow())
                .startsWith("COMANDA_TOKENS: scraper has the unknown scope metric: ");
    }

    @Test
    void neverOpensToTheNetwork() {
        assertThat(AccessStart.refusal(new Config(true, false, TOKEN), "localhost", false)
                        .orElseThrow())
                .startsWith("comanda.access.open is true without comanda.access.loopback-only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "no-such-host.invalid"})
    void keepsADemoOnLoopback(String host) {
        assertThat(AccessStart.refusal(new Config(true, true, TOKEN), host, true)
                        .orElseThrow())
                .startsWith("quarkus.http.host is " + host + ", but comanda.access.loopback-only is true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "::1"})
    void knowsLoopback(String host) {
        assertThat(Loopback.isListenedOnBy(host)).isTrue();
        assertThat(Loopback.isNamedBy(host)).isTrue();
    }
}
