package dev.comanda.database.queue;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** This module has no migrations of its own: its tests make the tables they need. */
public final class NoSchema implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.hibernate-orm.schema-management.strategy", "none", "quarkus.flyway.migrate-at-start", "false");
    }
}
