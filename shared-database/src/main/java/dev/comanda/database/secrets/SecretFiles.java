package dev.comanda.database.secrets;

import dev.comanda.database.start.StartupCheck;
import io.smallrye.config.EnvConfigSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;

/**
 * Reads the folder that {@code COMANDA_SECRETS_DIR} names. Each file is one value: its name is that of an environment
 * variable, such as {@code COMANDA_OPERATOR_TOKEN}, its content the value, in UTF-8, without the line break at its end.
 * A file wins over an environment variable. An environment is shown by {@code docker inspect} and inherited by every child
 * process; a file is not.
 */
public final class SecretFiles implements ConfigSourceProvider {
    static final String FOLDER = "COMANDA_SECRETS_DIR";

    /** Above environment variables (300), below system properties (400). */
    private static final int ORDINAL = 350;

    @Override
    public Iterable<ConfigSource> getConfigSources(ClassLoader loader) {
        Optional<Path> folder = Optional.ofNullable(System.getenv(FOLDER))
                .filter(name -> !name.isBlank())
                .map(Path::of);
        try {
            return folder.isPresent() ? List.of(source(folder.get())) : List.of();
        } catch (IOException _) {
            return List.of(); // Check says so before anything starts
        }
    }

    /** Names and values as the environment would have them. Hidden files and folders are skipped. */
    static ConfigSource source(Path folder) throws IOException {
        Map<String, String> values = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith(".")) {
                    values.put(
                            name, Files.readString(file, StandardCharsets.UTF_8).stripTrailing());
                }
            }
        }
        return new EnvConfigSource(values, ORDINAL);
    }

    /** Stops the start when the folder, or a file in it, cannot be read. */
    public static final class Check implements StartupCheck {
        @Override
        public List<String> missing(String profile, Config config) {
            Optional<String> folder =
                    config.getOptionalValue(FOLDER, String.class).filter(name -> !name.isBlank());
            try {
                if (folder.isPresent()) {
                    source(Path.of(folder.get()));
                }
                return List.of();
            } catch (IOException e) {
                return List.of(FOLDER + " is not a folder whose files can be read: " + e.getMessage());
            }
        }
    }
}
