package dev.comanda.database.start;

import dev.comanda.database.embedded.EmbeddedDatabase;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.Config;

/**
 * What the main class of every service calls: finds the database, refuses to start without something it needs, and runs
 * Quarkus. It comes before Quarkus because an embedded database has to be there when Quarkus opens its connections, and
 * has to be there still when Quarkus has stopped.
 */
public final class Launcher {
    private Launcher() {}

    /**
     * Runs the service until it is told to stop. Ends the process with status 1, and a line on stderr for each reason,
     * when it cannot start.
     *
     * @param service names the folder of an embedded database below {@code COMANDA_DATA} (default {@code ./data})
     */
    public static void run(String service, String... args) {
        // else an address that cannot be decoded gets a bare 400 before anything of ours has seen it
        System.setProperty("vertx.disableURIValidation", "true");
        run(service, ConfigUtils.configBuilder().build(), () -> Quarkus.run(args));
    }

    static void run(String service, Config config, Runnable quarkus) {
        String profile =
                config.getOptionalValue("quarkus.profile", String.class).orElse("prod");
        DatabaseChoice choice = DatabaseChoice.of(profile, service, config);
        List<String> missing = missing(profile, config, choice);
        if (!missing.isEmpty()) {
            refuse(missing);
        } else if (choice instanceof DatabaseChoice.Embedded(Path folder)) {
            new DatabaseAround(() -> EmbeddedDatabase.start(folder)).run(quarkus);
        } else {
            quarkus.run();
        }
    }

    static List<String> missing(String profile, Config config, DatabaseChoice choice) {
        List<String> missing = new ArrayList<>();
        if (choice instanceof DatabaseChoice.Missing) {
            missing.add("no database: set QUARKUS_DATASOURCE_JDBC_URL, or COMANDA_DATABASE=embedded to keep the data in"
                    + " COMANDA_DATA (default ./data)");
        }
        for (StartupCheck check : ServiceLoader.load(StartupCheck.class)) {
            missing.addAll(check.missing(profile, config));
        }
        return missing;
    }

    static void refuse(List<String> reasons) {
        reasons.forEach(reason -> System.err.println("comanda: refusing to start: " + reason));
        System.exit(1);
    }
}
