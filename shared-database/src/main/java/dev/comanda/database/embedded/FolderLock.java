package dev.comanda.database.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One owner per data folder. The operating system drops the lock when its process dies, however it dies, so a file left
 * behind blocks nobody.
 */
final class FolderLock implements AutoCloseable {
    /** Opening and closing the file again would drop this process's own lock (fcntl), so it is never opened twice. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws IllegalStateException naming the owner, when another service holds the folder */
    static FolderLock acquire(Path folder) {
        Path file = folder.resolve("lock");
        if (!HELD_HERE.add(file)) {
            throw inUse(folder, String.valueOf(ProcessHandle.current().pid()));
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(folder, Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new FolderLock(file, channel);
        } catch (IOException | RuntimeException e) {
            release(file, channel);
            throw e instanceof RuntimeException known
                    ? known
                    : new UncheckedIOException("cannot lock " + file, (IOException) e);
        }
    }

    @Override
    public void close() {
        release(file, channel);
    }

    private static void release(Path file, @Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unlock " + file, e);
        } finally {
            HELD_HERE.remove(file);
        }
    }

    private static IllegalStateException inUse(Path folder, String owner) {
        return new IllegalStateException("the database in " + folder + " is in use by process " + owner);
    }
}
