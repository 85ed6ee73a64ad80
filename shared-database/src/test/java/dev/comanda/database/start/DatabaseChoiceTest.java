package dev.comanda.database.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DatabaseChoiceTest {
    private static final String URL = "quarkus.datasource.jdbc.url";

    @Test
    void takesTheConfiguredDatabaseInEveryProfile() {
        assertThat(choice("prod", Map.of(URL, "jdbc:postgresql://db/x"))).isEqualTo(new DatabaseChoice.Configured());
        assertThat(choice("demo", Map.of(URL, "jdbc:postgresql://db/x", "comanda.database", "embedded")))
                .isEqualTo(new DatabaseChoice.Configured());
    }

    @Test
    void startsAnEmbeddedOneUnaskedOnlyOutsideProduction() {
        assertThat(choice("demo", Map.of())).isEqualTo(new DatabaseChoice.Embedded(Path.of("./data/kitchen")));
        assertThat(choice("test", Map.of("comanda.data", "/srv")))
                .isEqualTo(new DatabaseChoice.Embedded(Path.of("/srv/kitchen")));
        assertThat(choice("prod", Map.of())).isEqualTo(new DatabaseChoice.Missing());
    }

    @Test
    void startsAnEmbeddedOneInProductionWhenAskedByName() {
        assertThat(choice("prod", Map.of("comanda.database", "embedded")))
                .isEqualTo(new DatabaseChoice.Embedded(Path.of("./data/kitchen")));
        assertThat(choice("prod", Map.of("comanda.database", "postgresql"))).isEqualTo(new DatabaseChoice.Missing());
    }

    private static DatabaseChoice choice(String profile, Map<String, String> settings) {
        var source = new PropertiesConfigSource(settings, "test", 100);
        return DatabaseChoice.of(
                profile,
                "kitchen",
                new SmallRyeConfigBuilder().withSources(source).build());
    }
}
