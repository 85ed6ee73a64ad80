package dev.comanda.partners.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.start.StartupCheck;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsCheckTest {
    private static final String ALLOW = "comanda.targets.allow";
    private static final String ANY = "comanda.targets.any-host-in";
    private static final String FORM = "[partner@]host=cidr:port, such as findyourwork@marketplace=172.30.0.11/32:8010";

    /** It started, and gave the first registration a 500. */
    @ParameterizedTest
    @ValueSource(strings = {"prod", "demo", "test"})
    void anAllowListThatCannotBeReadStopsTheStart(String profile) {
        assertThat(missing(profile, Map.of(ALLOW, "marketplace=172.30.0.11/32:8010, nonsense,10.0.0.0/8")))
                .containsExactly(
                        "COMANDA_TARGETS_ALLOW is not valid: 'nonsense' is not " + FORM,
                        "COMANDA_TARGETS_ALLOW is not valid: '10.0.0.0/8' is not " + FORM);
        assertThat(missing(profile, Map.of(ALLOW, "marketplace=172.30.0.11/32:8010,beta@c=[fd00::1/128]:443")))
                .isEmpty();
        assertThat(missing(profile, Map.of(ALLOW, ""))).isEmpty();
    }

    @Test
    void onlyDemosAndTestsLeadEveryHostIntoANetwork() {
        Map<String, String> settings = Map.of(ANY, "127.0.0.0/8,::1/128");
        assertThat(missing("demo", settings)).isEmpty();
        assertThat(missing("test", settings)).isEmpty();
        for (String profile : List.of("prod", "staging")) {
            assertThat(missing(profile, settings))
                    .containsExactly("COMANDA_TARGETS_ANY_HOST_IN is for demos and tests: name each host in"
                            + " COMANDA_TARGETS_ALLOW, as " + FORM);
        }
        assertThat(missing("demo", Map.of(ANY, "127.0.0.0")))
                .containsExactly("COMANDA_TARGETS_ANY_HOST_IN is not valid: not a CIDR block: 127.0.0.0");
    }

    @Test
    void isAskedBeforeAServiceStarts() {
        assertThat(ServiceLoader.load(StartupCheck.class)).hasAtLeastOneElementOfType(TargetsCheck.class);
    }

    private static List<String> missing(String profile, Map<String, String> settings) {
        return new TargetsCheck()
                .missing(
                        profile,
                        new SmallRyeConfigBuilder()
                                .withSources(new PropertiesConfigSource(settings, "test", 100))
                                .build());
    }
}
