package dev.comanda.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A partner's program in another language, in a process of its own. */
final class Program implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private Program(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Skips the test, saying so, where the language is not installed. */
    static Program start(String... command) {
        try {
            return new Program(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException absent) {
            Assumptions.abort("Skipped: " + command[0] + " is not installed");
            throw new AssertionError(absent);
        }
    }

    /** Runs to the end and gives back what was printed; fails if the program does. */
    static String run(String... command) throws IOException, InterruptedException {
        try (Program program = start(command)) {
            String printed = String.join("\n", program.lines());
            if (program.process.waitFor() != 0) {
                throw new AssertionError(List.of(command) + " failed: " + printed);
            }
            return printed;
        }
    }

    private List<String> lines() {
        return output.lines().toList();
    }

    /** The next line it prints, waiting for it. */
    String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new AssertionError("The program ended");
        }
        return line;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the program and the processes that it has started. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
