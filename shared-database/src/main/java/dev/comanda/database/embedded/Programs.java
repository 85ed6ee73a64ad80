package dev.comanda.database.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Where PostgreSQL's programs are: unpacked once per user and release, into a cache folder that holds nothing else.
 * Never into the shared temp folder, where another user could have put programs of the same name first.
 */
final class Programs {
    private Programs() {}

    /** The folder {@code bin}; unpacked first if this release is not there yet. */
    static Path installed() {
        String archive = "/postgres-" + system() + "-" + processor() + ".txz";
        try {
            Path home = cache().resolve("postgresql-" + fingerprint(archive));
            if (!Files.exists(home)) {
                Files.createDirectories(home.getParent());
                Path unpacking = Files.createTempDirectory(home.getParent(), "unpacking-");
                unpack(archive, unpacking);
                publish(unpacking, home);
            }
            return home.resolve("bin");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack PostgreSQL into " + cache(), e);
        }
    }

    private static Path cache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path caches = xdg == null || xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return caches.resolve("comanda").toAbsolutePath();
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
    }

    private static String processor() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    }

    private static String fingerprint(String archive) throws IOException {
        try (DigestInputStream in = new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream open(String archive) throws IOException {
        InputStream in = Programs.class.getResourceAsStream(archive);
        if (in == null) {
            throw new IOException("no embedded PostgreSQL for this machine: " + archive + " is not on the class path");
        }
        return new BufferedInputStream(in);
    }

    private static void unpack(String archive, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(open(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = entry.resolveIn(target);
                Files.createDirectories(entry.isDirectory() ? path : path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.copy(tar, path);
                    boolean program = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    /** Whoever unpacks first wins; the loser's copy is dropped. */
    private static void publish(Path unpacked, Path home) throws IOException {
        try {
            Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Folders.delete(unpacked);
            if (!Files.exists(home)) {
                throw e;
            }
        }
    }
}
