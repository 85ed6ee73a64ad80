package dev.comanda.database.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A PostgreSQL 18 that lives as long as its service and keeps its data between starts.
 *
 * <p>It is driven by PostgreSQL's own {@code initdb} and {@code pg_ctl}; only the program files come from a library. The
 * library's own server class switches durability off by default, deletes sibling folders it takes for stale, and starts
 * the server where a terminal's Ctrl-C kills it before the service has recorded its last work.
 *
 * <p>It listens on 127.0.0.1 only, on a free port, and asks for a password that is kept in the data folder, readable by
 * its owner: on a shared machine a superuser's connection is worth the owner's whole account.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final String USER = "comanda";

    private static final List<String> ALWAYS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_checkpoints=off",
            // A failed statement is the service's to log: PostgreSQL would write out the values in it.
            "log_min_messages=log");

    private static final List<String> DURABLE = List.of("fsync=on", "synchronous_commit=on", "full_page_writes=on");
    private static final List<String> THROW_AWAY =
            List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off");

    private final Path folder;
    private final FolderLock lock;
    private final Cluster cluster;
    private final boolean temporary;
    private final String password;
    private final int port;
    private final Process watch;

    private EmbeddedDatabase(Path folder, FolderLock lock, boolean temporary) throws IOException {
        this.folder = folder;
        this.lock = lock;
        this.temporary = temporary;
        this.cluster = new Cluster(Programs.installed(), folder);
        Path passwordFile = folder.resolve("password");
        if (cluster.exists()) {
            cluster.stopLeftOver();
        } else {
            writePassword(passwordFile);
            cluster.create(USER, passwordFile, !temporary);
        }
        this.password = Files.readString(passwordFile).strip();
        this.port = cluster.start(Stream.concat(ALWAYS.stream(), (temporary ? THROW_AWAY : DURABLE).stream())
                .toList());
        this.watch = stopWhenThisProcessDies(cluster.pid());
    }

    /**
     * Starts the database kept in this folder, which is created if absent. Every commit it acknowledges is on disk.
     *
     * @throws IllegalStateException when another live service uses the folder, or PostgreSQL does not start
     */
    public static EmbeddedDatabase start(Path folder) {
        return start(folder, false);
    }

    /** Starts an empty database without durable settings, deleted on close. For tests. */
    public static EmbeddedDatabase startTemporary() {
        try {
            return start(Files.createTempDirectory("comanda-database-"), true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder", e);
        }
    }

    private static EmbeddedDatabase start(Path wanted, boolean temporary) {
        try {
            Path folder = Files.createDirectories(wanted).toRealPath();
            FolderLock lock = FolderLock.acquire(folder);
            try {
                return new EmbeddedDatabase(folder, lock, temporary);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a database in " + wanted, e);
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String username() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** Ends every session, stops the server and gives the folder free. */
    @Override
    public void close() {
        watch.destroyForcibly();
        try {
            cluster.stop(temporary ? "immediate" : "fast");
            if (temporary) {
                Folders.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        } finally {
            lock.close();
        }
    }

    private static void writePassword(Path file) throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(file);
        try (var channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.DSYNC),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            Channels.newOutputStream(channel)
                    .write((HexFormat.of().formatHex(random) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Its input ends when this process is gone, even by SIGKILL; without it a killed service leaves a server behind. */
    private static Process stopWhenThisProcessDies(long server) throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", "read -r _; kill -INT " + server)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
