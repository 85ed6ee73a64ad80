package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A durable PostgreSQL that outlives the services that use it, and what a test reads in it. */
final class Database implements AutoCloseable {
    private final EmbeddedDatabase server;

    Database(Path folder) {
        server = EmbeddedDatabase.start(folder);
    }

    Service use(Service service) {
        return service.with("QUARKUS_DATASOURCE_JDBC_URL", server.jdbcUrl())
                .with("QUARKUS_DATASOURCE_USERNAME", server.username())
                .with("QUARKUS_DATASOURCE_PASSWORD", server.password());
    }

    long count(String sql, Object... arguments) {
        return Long.parseLong(column(sql, arguments).getFirst());
    }

    void execute(String sql) {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    Set<String> set(String sql, Object... arguments) {
        return new TreeSet<>(column(sql, arguments));
    }

    /**
     * Kills every session's process; PostgreSQL then ends all others and recovers from its log, as after a power cut.
     * Back when it takes connections again.
     */
    void crash() {
        String[] killed = column("""
                select pid from pg_stat_activity
                 where backend_type = 'client backend' and pid <> pg_backend_pid()""").toArray(String[]::new);
        for (String pid : killed) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
        assertThat(Await.soon(() -> hasForgotten(killed))).isTrue();
    }

    private boolean hasForgotten(String[] pids) {
        try {
            return count("select count(*) from pg_stat_activity where pid::text = any(?)", (Object) pids) == 0;
        } catch (IllegalStateException recovering) {
            return false;
        }
    }

    private List<String> column(String sql, Object... arguments) {
        try (Connection connection = connect();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            List<String> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
    }

    @Override
    public void close() {
        server.close();
    }
}
