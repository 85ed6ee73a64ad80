package dev.comanda.database.start;

import java.nio.file.Path;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** Which database a service is to use. A configured one always wins; production never gets an embedded one unasked. */
sealed interface DatabaseChoice {
    /** {@code quarkus.datasource.jdbc.url} says where it is. */
    record Configured() implements DatabaseChoice {}

    record Embedded(Path folder) implements DatabaseChoice {}

    record Missing() implements DatabaseChoice {}

    Set<String> EMBEDDED_UNASKED = Set.of("demo", "test");

    static DatabaseChoice of(String profile, String service, Config config) {
        if (config.getOptionalValue("quarkus.datasource.jdbc.url", String.class).isPresent()) {
            return new Configured();
        }
        boolean asked = config.getOptionalValue("comanda.database", String.class)
                .filter("embedded"::equals)
                .isPresent();
        if (asked || EMBEDDED_UNASKED.contains(profile)) {
            String data = config.getOptionalValue("comanda.data", String.class).orElse("./data");
            return new Embedded(Path.of(data).resolve(service));
        }
        return new Missing();
    }
}
