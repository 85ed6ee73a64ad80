package dev.comanda.benchmark.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** The embedded PostgreSQL that the service has started, with the settings that the service gives it. */
final class Database implements AutoCloseable {
    private static final String USER = "comanda";

    private final Path data;
    private final String url;
    private final String password;
    private final Connection connection;

    /** @param folder the service's COMANDA_DATA */
    Database(Path folder) throws IOException, SQLException {
        data = dataIn(folder);
        List<String> lockFile = Files.readAllLines(data.resolve("postmaster.pid"));
        url = "jdbc:postgresql://127.0.0.1:" + lockFile.get(3).strip() + "/postgres";
        password = Files.readString(data.resolveSibling("password")).strip();
        connection = DriverManager.getConnection(url, USER, password);
        execute("create extension if not exists pg_stat_statements");
    }

    /** From the next start on. The service must be stopped. */
    static void countStatements(Path folder) throws IOException {
        Files.writeString(
                dataIn(folder).resolve("postgresql.auto.conf"),
                "shared_preload_libraries = 'pg_stat_statements'\n",
                StandardOpenOption.APPEND);
    }

    private static Path dataIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 4)) {
            return files.filter(file -> file.endsWith("PG_VERSION"))
                    .findFirst()
                    .map(Path::getParent)
                    .orElseThrow(() -> new IOException("the service keeps no database in " + folder));
        }
    }

    String[] login() {
        return new String[] {url, USER, password};
    }

    /** Of the server; all its other processes are its children. */
    long pid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
    }

    long statements() throws SQLException {
        return number("""
                select coalesce(sum(calls), 0)::bigint from pg_stat_statements
                 where query not in ('BEGIN', 'COMMIT', 'ROLLBACK')""");
    }

    long commits() throws SQLException {
        return number("select sum(xact_commit)::bigint from pg_stat_database");
    }

    long walBytes() throws SQLException {
        return number("select (pg_current_wal_insert_lsn() - '0/0')::bigint");
    }

    boolean hasUnhandledEvents() throws SQLException {
        return number("select count(*) from (select from inbound_event where status = 'received' limit 1)") > 0;
    }

    long bookings() throws SQLException {
        return number("select count(*) from itinerary_service");
    }

    long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
