package dev.comanda.database.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.start.StartupCheck;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

class CheckpointTest {
    private static final Config TOLD = config(Map.of("comanda.test.halt-at", "/tmp/halt"));

    @Test
    void productionDoesNotStartWhenAFileCouldEndIt() {
        assertThat(refusal().missing("prod", TOLD))
                .containsExactly(
                        "comanda.test.halt-at is set, which lets a file end the process: it is for tests only");
        assertThat(refusal().missing("prod", config(Map.of()))).isEmpty();
    }

    @Test
    void aProfileOfOnesOwnIsProductionTooButADemoIsNot() {
        assertThat(refusal().missing("staging", TOLD)).hasSize(1);
        assertThat(refusal().missing("demo,prod", TOLD)).hasSize(1);
        assertThat(refusal().missing("demo", TOLD)).isEmpty();
        assertThat(refusal().missing("test", TOLD)).isEmpty();
    }

    /** As the launcher finds it. */
    private static StartupCheck refusal() {
        return ServiceLoader.load(StartupCheck.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(Checkpoint.Refusal.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static Config config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build();
    }
}
