package dev.comanda.payments.variant;

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

class PublicUrlCheckTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://restaurant.example",
                "https://restaurant.example:8443/comanda",
                "http://localhost:8002",
                "http://127.0.0.1:8002",
                "http://[::1]:8002"
            })
    void productionTakesHttpsOrThisMachine(String url) {
        assertThat(missing("prod", url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "restaurant.example",
                "http://restaurant.example",
                "http://192.168.1.7:8002",
                "ftp://restaurant.example",
                "https://",
                "https://user:word@restaurant.example",
                "https://restaurant.example/?a=b",
                "https://restaurant.example/#a",
                "https://restaurant example"
            })
    void productionRefusesEverythingElse(String url) {
        assertThat(missing("prod", url))
                .containsExactly(
                        "COMANDA_PUBLIC_URL is not valid: it is an https URL without query and fragment, such as"
                                + " https://restaurant.example");
    }

    @Test
    void aDemoMayBeReachedByHttpButNotByNonsense() {
        assertThat(missing("demo", "http://192.168.1.7:8002")).isEmpty();
        assertThat(missing("demo", "nonsense")).hasSize(1);
    }

    @Test
    void isAskedBeforeAServiceStarts() {
        assertThat(ServiceLoader.load(StartupCheck.class)).hasAtLeastOneElementOfType(PublicUrlCheck.class);
    }

    private static List<String> missing(String profile, String url) {
        return new PublicUrlCheck()
                .missing(
                        profile,
                        new SmallRyeConfigBuilder()
                                .withSources(new PropertiesConfigSource(Map.of("comanda.public-url", url), "test", 100))
                                .build());
    }
}
