package dev.comanda.database.embedded;

import static dev.comanda.database.embedded.EmbeddedDatabaseTest.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class KilledOwnerTest {
    private static final int ROWS_BEFORE_THE_KILL = 200;

    @TempDir
    private Path folder;

    private Process owner;
    private BufferedReader acknowledged;
    private ProcessHandle server;

    @BeforeEach
    void startAnOwnerAtWork() throws Exception {
        owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        acknowledged = owner.inputReader();
        for (int row = 1; row <= ROWS_BEFORE_THE_KILL; row++) {
            assertThat(acknowledged.readLine()).isEqualTo(String.valueOf(row));
        }
        server = ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile()).getFirst()))
                .orElseThrow();
    }

    @AfterEach
    void leaveNothingBehind() {
        owner.destroyForcibly();
        server.destroyForcibly();
    }

    @Test
    void keepsEveryAcknowledgedRowWhenAnOrphanedServerIsFound() throws Exception {
        List<ProcessHandle> watches = owner.children().toList();
        assertThat(watches).hasSize(1);
        kill(watches.getFirst());
        int last = killOwner();
        assertThat(server.isAlive()).isTrue();

        assertEveryRowUpTo(last);
        server.onExit().get(30, TimeUnit.SECONDS);
    }

    @Test
    void keepsEveryAcknowledgedRowWhenTheServerIsKilledToo() throws Exception {
        kill(server);
        assertEveryRowUpTo(killOwner());
    }

    @Test
    void leavesNoServerBehindWhenOnlyTheOwnerIsKilled() throws Exception {
        int last = killOwner();
        server.onExit().get(30, TimeUnit.SECONDS);
        assertEveryRowUpTo(last);
    }

    @Test
    void leavesTheProcessAloneThatHasTheServersOldId() throws Exception {
        kill(server);
        int last = killOwner();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(pidFile()));
            lines.set(0, String.valueOf(stranger.pid()));
            Files.write(pidFile(), lines);

            assertEveryRowUpTo(last);
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void startsOverAPidFileThatWasCutShort() throws Exception {
        kill(server);
        int last = killOwner();
        Files.writeString(pidFile(), "");
        assertEveryRowUpTo(last);
    }

    @Test
    void refusesAFolderWhoseOwnerIsAlive() throws Exception {
        assertThatThrownBy(() -> EmbeddedDatabase.start(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is in use by process " + owner.pid());
        assertThat(acknowledged.readLine()).isEqualTo(String.valueOf(ROWS_BEFORE_THE_KILL + 1));
        assertThat(server.isAlive()).isTrue();
    }

    private Path pidFile() {
        return folder.resolve("postgresql").resolve("postmaster.pid");
    }

    /** Answers the last row the owner said was committed. */
    private int killOwner() throws Exception {
        kill(owner.toHandle());
        return acknowledged.lines().map(Integer::parseInt).reduce(ROWS_BEFORE_THE_KILL, Math::max);
    }

    private static void kill(ProcessHandle process) throws Exception {
        process.destroyForcibly();
        process.onExit().get(30, TimeUnit.SECONDS);
    }

    private void assertEveryRowUpTo(int last) throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThat(ask(database, "select count(*) from acknowledged where number <= " + last))
                    .isEqualTo(String.valueOf(last));
        }
    }
}
