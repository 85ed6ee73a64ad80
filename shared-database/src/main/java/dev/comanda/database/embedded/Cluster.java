package dev.comanda.database.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * One PostgreSQL data folder, and PostgreSQL's own programs at work on it.
 *
 * <p>{@code pg_ctl} starts the server in a session of its own, so Ctrl-C in a terminal reaches the service and not the
 * database: the service's last work is still recorded.
 */
final class Cluster {
    /** Above every process id Linux and macOS give out. */
    private static final String NOBODY = String.valueOf(Integer.MAX_VALUE);

    /** The port was taken meanwhile, or sessions of a server that was killed have not noticed yet. */
    private static final List<String> PASSING =
            List.of("could not create any TCP/IP sockets", "pre-existing shared memory block");

    private static final int TRIES = 10;

    private final Path programs;
    private final Path data;
    private final Path log;

    Cluster(Path programs, Path folder) {
        this.programs = programs;
        this.data = folder.resolve("postgresql");
        this.log = folder.resolve("postgresql.log");
    }

    boolean exists() {
        return Files.exists(data);
    }

    /** Initialised beside its place and moved there when complete: an interrupted first start leaves nothing half-made. */
    void create(String superuser, Path passwordFile, boolean durable) throws IOException {
        Path fresh = data.resolveSibling("postgresql.new");
        Folders.delete(fresh);
        run(
                "initdb",
                "--pgdata=" + fresh,
                "--username=" + superuser,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                durable ? "--sync-method=fsync" : "--no-sync");
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Ends what the last owner left when it was killed. A server still at work on this folder is stopped; the id of one
     * that is gone may belong to any other process by now, which is left alone. Then only the id is struck out of the pid
     * file: the rest of it lets PostgreSQL refuse to start while a process of the old server still holds its memory.
     */
    void stopLeftOver() throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,10}")) {
            Files.delete(pidFile);
        } else if (ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(this::isServerOfThisFolder)
                .isPresent()) {
            stop("fast");
        } else {
            lines.set(0, NOBODY);
            Files.write(pidFile, lines);
        }
    }

    /** Starts the server on a free loopback port and answers the port once it takes connections. */
    int start(List<String> settings) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Files.deleteIfExists(log);
            int port = freePort();
            List<String> options = Stream.concat(settings.stream(), Stream.of("port=" + port))
                    .map(setting -> "-c " + setting)
                    .toList();
            try {
                run(
                        "pg_ctl",
                        "start",
                        "--wait",
                        "--timeout=60",
                        "--silent",
                        "--pgdata=" + data,
                        "--log=" + log,
                        "--options=" + String.join(" ", options));
                return port;
            } catch (IllegalStateException e) {
                String reason = Files.exists(log) ? Files.readString(log).strip() : "";
                if (attempt == TRIES || PASSING.stream().noneMatch(reason::contains)) {
                    throw new IllegalStateException("PostgreSQL does not start in " + data + ": " + reason, e);
                }
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        }
    }

    /** Only of a running server. */
    long pid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
    }

    /** {@code fast} ends sessions and writes everything out; {@code immediate} leaves that to the next start. */
    void stop(String mode) {
        run("pg_ctl", "stop", "--wait", "--timeout=60", "--silent", "--mode=" + mode, "--pgdata=" + data);
    }

    private boolean isServerOfThisFolder(ProcessHandle process) {
        return process.info()
                        .command()
                        .filter(path -> path.endsWith("/postgres"))
                        .isPresent()
                && process.info()
                        .arguments()
                        .filter(all -> List.of(all).contains(data.toString()))
                        .isPresent();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private void run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root") && Files.exists(Path.of("/usr/bin/unshare"))) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it does not see that it is.
            command.addAll(List.of("/usr/bin/unshare", "--user"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(programs.toFile()).redirectErrorStream(true);
        // The caller's PGDATA, PGPORT or PGOPTIONS are meant for another server.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(program + " ended with " + status + ": " + output.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + program, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + program, e);
        }
    }
}
