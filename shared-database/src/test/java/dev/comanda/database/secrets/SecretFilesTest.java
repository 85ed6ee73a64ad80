package dev.comanda.database.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.start.StartupCheck;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretFilesTest {
    @TempDir
    private Path folder;

    @Test
    void aFileIsTheValueOfItsName() throws IOException {
        Files.writeString(folder.resolve("COMANDA_OPERATOR_TOKEN"), "a token of the file\n");
        Files.writeString(folder.resolve("QUARKUS_DATASOURCE_PASSWORD"), "pass word");
        Files.writeString(folder.resolve("STRIPE_SECRET_KEY"), "");
        Files.writeString(folder.resolve(".hidden"), "not mine");
        Files.createDirectory(folder.resolve("..2026_11_24"));

        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(SecretFiles.source(folder))
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "comanda.access.operator-token", "${COMANDA_OPERATOR_TOKEN:}",
                                "quarkus.datasource.password", "of a lower source"),
                        "defaults",
                        100))
                .build();

        assertThat(config.getValue("comanda.access.operator-token", String.class))
                .isEqualTo("a token of the file");
        assertThat(config.getValue("quarkus.datasource.password", String.class)).isEqualTo("pass word");
        assertThat(config.getOptionalValue("STRIPE_SECRET_KEY", String.class)).isEqualTo(Optional.empty());
        assertThat(SecretFiles.source(folder).getPropertyNames()).doesNotContain(".hidden", "..2026_11_24");
    }

    @Test
    void aFolderThatCannotBeReadStopsTheStart() {
        assertThat(complaints(folder.resolve("absent").toString()))
                .singleElement()
                .asString()
                .startsWith("COMANDA_SECRETS_DIR is not a folder whose files can be read: ");
        assertThat(complaints(folder.toString())).isEmpty();
        assertThat(complaints("")).isEmpty();
    }

    @Test
    void isFoundByEveryService() {
        assertThat(ServiceLoader.load(ConfigSourceProvider.class)).hasAtLeastOneElementOfType(SecretFiles.class);
        assertThat(ServiceLoader.load(StartupCheck.class)).hasAtLeastOneElementOfType(SecretFiles.Check.class);
    }

    private static Iterable<String> complaints(String folder) {
        return new SecretFiles.Check()
                .missing(
                        "prod",
                        new SmallRyeConfigBuilder()
                                .withSources(
                                        new PropertiesConfigSource(Map.of(SecretFiles.FOLDER, folder), "test", 100))
                                .build());
    }
}
