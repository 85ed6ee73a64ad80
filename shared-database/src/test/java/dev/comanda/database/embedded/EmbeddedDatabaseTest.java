package dev.comanda.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedDatabaseTest {
    @TempDir
    private Path folder;

    @Test
    void isDurableAndKeepsItsRowsBetweenStarts() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThat(ask(database, "show fsync")).isEqualTo("on");
            assertThat(ask(database, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(database, "show full_page_writes")).isEqualTo("on");
            assertThat(ask(database, "show server_encoding")).isEqualTo("UTF8");
            assertThat(ask(database, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(database, "show server_version")).startsWith("18.");
            ask(database, "create table slip as select 7 as number; select number::text from slip");
        }
        try (EmbeddedDatabase again = EmbeddedDatabase.start(folder)) {
            assertThat(ask(again, "select number::text from slip")).isEqualTo("7");
        }
    }

    @Test
    void takesItsPasswordAndNoOther() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThat(ask(database, "select current_user")).isEqualTo("comanda");
            assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), "comanda", "guess"))
                    .hasMessageContaining("password authentication failed");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void refusesAFolderInUseAndLeavesItsOwnerAtWork() throws SQLException {
        try (EmbeddedDatabase owner = EmbeddedDatabase.start(folder)) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(
                            "is in use by process " + ProcessHandle.current().pid());
            assertThat(ask(owner, "select 'still here'")).isEqualTo("still here");
        }
    }

    @Test
    void deletesATemporaryDatabaseOnClose() throws SQLException {
        EmbeddedDatabase database = EmbeddedDatabase.startTemporary();
        Path data = Path.of(ask(database, "show data_directory"));
        assertThat(data).exists();
        database.close();
        assertThat(data.getParent()).doesNotExist();
    }

    static String ask(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) {
                rows = statement.getMoreResults();
            }
            try (ResultSet result = statement.getResultSet()) {
                return result.next() ? result.getString(1) : "";
            }
        }
    }
}
