package dev.comanda.database.testing;

import dev.comanda.database.embedded.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.Properties;

/**
 * Gives every Quarkus test of a module the same temporary PostgreSQL: one per test JVM, whatever the number of test
 * profiles. It is found by ServiceLoader, so having this jar among the test dependencies is enough.
 */
public final class TestDatabase implements QuarkusTestResourceLifecycleManager {
    private static final String KEY = "dev.comanda.database.testing";

    @Override
    public Map<String, String> start() {
        return settings();
    }

    /** The server goes with the JVM: the next test profile uses it again. */
    @Override
    public void stop() {}

    /** The datasource settings of this JVM's database, started by the first to ask. For tests without Quarkus, too. */
    public static Map<String, String> settings() {
        // Quarkus loads this class anew for each test profile; the system properties are the one place all copies
        // share.
        Properties shared = System.getProperties();
        synchronized (shared) {
            if (shared.getProperty(KEY + ".url") == null) {
                EmbeddedDatabase database = EmbeddedDatabase.startTemporary();
                Runtime.getRuntime().addShutdownHook(new Thread(database::close, "stop the test database"));
                shared.setProperty(KEY + ".user", database.username());
                shared.setProperty(KEY + ".password", database.password());
                shared.setProperty(KEY + ".url", database.jdbcUrl());
            }
        }
        return Map.of(
                "quarkus.datasource.jdbc.url", shared.getProperty(KEY + ".url"),
                "quarkus.datasource.username", shared.getProperty(KEY + ".user"),
                "quarkus.datasource.password", shared.getProperty(KEY + ".password"));
    }
}
