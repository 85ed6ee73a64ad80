package dev.comanda.database.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.comanda.database.embedded.EmbeddedDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class LauncherTest {
    /** Begins a command by giving SIGINT its default effect again: the first that works here is used. */
    private static final List<List<String>> WAYS_TO_HEED_CTRL_C = List.of(
            List.of(),
            List.of("env", "--default-signal=INT"),
            List.of("perl", "-e", "$SIG{INT} = 'DEFAULT'; exec @ARGV or exit 127"));

    private final List<Process> services = new ArrayList<>();

    @TempDir
    private Path data;

    /** A test that fails leaves neither its service nor the service's database behind. */
    @AfterEach
    void endWhatStillRuns() {
        for (Process service : services) {
            service.descendants().forEach(ProcessHandle::destroyForcibly);
            service.destroyForcibly();
        }
    }

    @Test
    void recordsTheLastWorkBeforeTheDatabaseStopsOnSigterm() throws Exception {
        assertRecordsTheLastWorkOn("TERM", 143, List.of());
    }

    /** A build in the background (nohup, &) runs with SIGINT ignored, and its children would inherit that. */
    @Test
    void recordsTheLastWorkBeforeTheDatabaseStopsOnCtrlC() throws Exception {
        for (List<String> way : WAYS_TO_HEED_CTRL_C) {
            if (isEndedByCtrlC(way)) {
                assertRecordsTheLastWorkOn("INT", 130, way);
                return;
            }
        }
        abort("SIGINT is ignored here, and neither env nor perl can change that for a child");
    }

    @Test
    void stopsTheDatabaseWhenTheServiceFailsToStart() throws Exception {
        Process service = service(List.of("-Dquarkus.profile=demo"), "no stove");
        assertThat(service.waitFor()).isEqualTo(1);
        assertThat(serverPidFile()).doesNotExist();
    }

    @Test
    void refusesToStartWithoutADatabaseAndNamesEverythingMissing() throws Exception {
        Process service = service(List.of());
        assertThat(output(service).lines())
                .containsExactly(
                        "comanda: refusing to start: no database: set QUARKUS_DATASOURCE_JDBC_URL, or"
                                + " COMANDA_DATABASE=embedded to keep the data in COMANDA_DATA (default ./data)",
                        "comanda: refusing to start: the prod kitchen has no stove",
                        "comanda: refusing to start: the prod kitchen has no knife");
        assertThat(service.waitFor()).isEqualTo(1);
    }

    @Test
    void refusesToStartOnAFolderInUse() throws Exception {
        try (EmbeddedDatabase owner = EmbeddedDatabase.start(data.resolve("kitchen"))) {
            Process service = service(List.of("-Dquarkus.profile=demo"));
            assertThat(output(service).strip())
                    .startsWith("comanda: refusing to start: the database in ")
                    .endsWith(" is in use by process " + ProcessHandle.current().pid());
            assertThat(service.waitFor()).isEqualTo(1);
            assertThat(owner.jdbcUrl()).startsWith("jdbc:postgresql://127.0.0.1:");
        }
    }

    private static boolean isEndedByCtrlC(List<String> way) throws InterruptedException {
        List<String> command = new ArrayList<>(way);
        command.addAll(List.of("sh", "-c", "kill -INT $$; exit 0"));
        try {
            return new ProcessBuilder(command).start().waitFor() == 130;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private void assertRecordsTheLastWorkOn(String signal, int status, List<String> way) throws Exception {
        Process service = start(way, List.of("-Dquarkus.profile=demo"));
        assertThat(service.inputReader().readLine()).isEqualTo("started");
        assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(service.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(service.waitFor()).isEqualTo(status);
        assertThat(serverPidFile()).doesNotExist();
        assertThat(work()).containsExactly("started", "recorded at the end");
    }

    private Path serverPidFile() {
        assertThat(data.resolve("kitchen/postgresql/PG_VERSION")).exists();
        return data.resolve("kitchen/postgresql/postmaster.pid");
    }

    private List<String> work() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data.resolve("kitchen"));
                Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select done from work")) {
            List<String> work = new ArrayList<>();
            while (rows.next()) {
                work.add(rows.getString(1));
            }
            return work;
        }
    }

    private Process service(List<String> options, String... args) throws IOException {
        return start(List.of(), options, args);
    }

    private Process start(List<String> way, List<String> options, String... args) throws IOException {
        List<String> command = new ArrayList<>(way);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                checks() + File.pathSeparator + System.getProperty("java.class.path"),
                StoppedService.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("QUARKUS_"));
        builder.environment().put("COMANDA_DATA", data.toString());
        Process service = builder.start();
        services.add(service);
        return service;
    }

    /** A class path of their own: this module's test classes are on the class path of other modules' tests. */
    private Path checks() throws IOException {
        Path services = Files.createDirectories(data.resolve("checks/META-INF/services"));
        Files.writeString(services.resolve(StartupCheck.class.getName()), StoveCheck.class.getName());
        return data.resolve("checks");
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
