package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first command a newcomer types. */
@Timeout(300)
final class DemoTest {
    @TempDir
    private Path temporary;

    @Test
    void theDemoPlaysTheWholeJourneyAndLeavesNothingBehind() throws Exception {
        Run demo = run(Service.freePort(), Service.freePort());
        assertThat(demo.status()).as(demo.printed()).isZero();
        assertThat(demo.printed())
                .contains("Every step came out right.", "nothing is left running")
                .contains("$ curl -X POST", "\"status\": \"duplicate\"")
                .doesNotContain("✗");
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
        assertThat(Await.soon(() -> ProcessHandle.allProcesses().noneMatch(this::isOurs)))
                .isTrue();
    }

    @Test
    void aTakenPortIsNamedBeforeAnythingStarts() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run demo = run(Service.freePort(), taken.getLocalPort());
            assertThat(demo.status()).isEqualTo(1);
            assertThat(demo.printed().strip().lines())
                    .containsExactly("comanda: port " + taken.getLocalPort()
                            + " is taken; stop what listens there or set MARKETPLACE_PORT to another port");
        }
    }

    private boolean isOurs(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(temporary.toString());
    }

    private record Run(int status, String printed) {}

    /** From another folder, as a person may well start it. */
    private Run run(int restaurantPort, int marketplacePort) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of("..", "comanda").toRealPath().toString(), "demo")
                .directory(temporary.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_TOOL_OPTIONS", Service.QUICK_TO_START);
        builder.environment().put("TMPDIR", temporary.toString());
        builder.environment().put("RESTAURANT_PORT", String.valueOf(restaurantPort));
        builder.environment().put("MARKETPLACE_PORT", String.valueOf(marketplacePort));
        Process process = builder.start();
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), printed);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
