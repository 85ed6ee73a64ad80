package dev.comanda.database.start;

import dev.comanda.database.embedded.EmbeddedDatabase;
import io.quarkus.runtime.ApplicationLifecycleManager;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An embedded database that starts before Quarkus and stops after it, so that work in hand at the end is still recorded.
 *
 * <p>On SIGTERM or Ctrl-C the JVM runs all shutdown hooks at once, Quarkus' own among them. The hook here therefore waits
 * until Quarkus' main thread says that the application has stopped, which it does through the exit handler; that thread
 * itself never returns from a shutdown.
 */
final class DatabaseAround {
    /** A Quarkus that does not stop by then is not going to; the database needs no one's help to recover. */
    private static final long PATIENCE_SECONDS = 60;

    private final Supplier<EmbeddedDatabase> start;
    private final CountDownLatch quarkusEnded = new CountDownLatch(1);
    private volatile @Nullable EmbeddedDatabase database;

    DatabaseAround(Supplier<EmbeddedDatabase> start) {
        this.start = start;
    }

    void run(Runnable quarkus) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopDatabase, "stop the embedded database"));
        var exit = ApplicationLifecycleManager.getDefaultExitCodeHandler();
        ApplicationLifecycleManager.setDefaultExitCodeHandler((status, failure) -> {
            quarkusEnded.countDown();
            exit.accept(status, failure);
        });
        try {
            EmbeddedDatabase started = start.get();
            database = started;
            System.setProperty("quarkus.datasource.jdbc.url", started.jdbcUrl());
            System.setProperty("quarkus.datasource.username", started.username());
            System.setProperty("quarkus.datasource.password", started.password());
        } catch (RuntimeException e) {
            quarkusEnded.countDown();
            Launcher.refuse(List.of(String.valueOf(e.getMessage())));
        }
        try {
            quarkus.run();
        } finally {
            quarkusEnded.countDown();
        }
    }

    private void stopDatabase() {
        try {
            boolean ended = quarkusEnded.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            EmbeddedDatabase started = database;
            if (started != null) {
                started.close();
            }
            if (!ended) {
                System.err.println("comanda: the database was stopped before the service, which did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
