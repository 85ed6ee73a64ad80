package dev.comanda.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One service in a process of its own, and the requests a person or a partner sends it. */
final class Service implements AutoCloseable {
    static final String QUICK_TO_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(12_000, 32_000));

    private final String module;
    private final int port = freePort();
    private final Path data;
    private final File log;
    private final Map<String, String> settings = new HashMap<>();
    private String profile = "demo";
    private Path app;
    private @Nullable Process process;

    /**
     * @param module the folder that holds {@code target/quarkus-app}
     * @param scene whose test this is; the log is kept as {@code target/logs/<scene>-<module>.log}
     */
    Service(String module, String scene, Path data) {
        this.module = module;
        this.app = Path.of("..", module, "target", "quarkus-app");
        this.data = data;
        this.log = new File("target/logs/" + scene + "-" + module + ".log");
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /** From the next launch on. */
    Service with(String variable, String value) {
        settings.put(variable, value);
        return this;
    }

    /** As it faces the world: it asks for tokens, needs every secret, and logs JSON. */
    Service inProduction() {
        profile = "prod";
        return this;
    }

    /** What is run: a copy of {@code target/quarkus-app}. */
    Service from(Path copy) {
        app = copy;
        return this;
    }

    File log() {
        return log;
    }

    /** It is up sooner, and slower at work. */
    Service quickToStart() {
        return with("JAVA_TOOL_OPTIONS", QUICK_TO_START);
    }

    /**
     * Counted up from a number of this process's own, below those the system gives out by itself: whoever asks for a port
     * before the service listens at this one, or while it is dead, is given another.
     */
    static int freePort() {
        int port = NEXT_PORT.getAndIncrement();
        try (ServerSocket probe = new ServerSocket(port)) {
            return probe.getLocalPort();
        } catch (IOException taken) {
            return freePort();
        }
    }

    void launch() throws IOException {
        Files.createDirectories(log.getParentFile().toPath());
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dquarkus.profile=" + profile,
                "-Dquarkus.http.port=" + port,
                "-jar",
                app.resolve("quarkus-run.jar").toRealPath().toString());
        builder.environment().put("COMANDA_DATA", data.toString());
        builder.environment().putAll(settings);
        process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    void awaitReady() {
        boolean ready = Await.soon(() -> {
            if (process == null || !process.isAlive()) {
                throw new AssertionError(module + " ended while starting, see " + log);
            }
            try {
                return get("/q/health/ready").status() == 200;
            } catch (UncheckedIOException notListening) {
                return false;
            }
        });
        assertThat(ready).as("%s is ready, see %s", module, log).isTrue();
    }

    /** As an operator does it: asked to stop, and given the time to finish. */
    void stop() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                throw new AssertionError(module + " did not stop, see " + log);
            }
        }
    }

    /** SIGKILL, as the kernel or a power cut does it; back when the process is gone. */
    void crash() throws InterruptedException {
        Objects.requireNonNull(process).destroyForcibly().waitFor();
    }

    /** Back when the process has ended by itself, with its exit status. */
    int awaitEnd() throws InterruptedException {
        if (!Objects.requireNonNull(process).waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError(module + " did not end, see " + log);
        }
        return process.exitValue();
    }

    private void kill() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    String url(String path) {
        return "http://localhost:" + port + path;
    }

    Answer get(String path) {
        return send("GET", path, null, new byte[0]);
    }

    Answer post(String path, String json) {
        return send("POST", path, "application/json", json.getBytes(UTF_8));
    }

    Answer post(String path) {
        return send("POST", path, null, new byte[0]);
    }

    Answer patch(String path, String json) {
        return send("PATCH", path, "application/json", json.getBytes(UTF_8));
    }

    /** Asks until the answer holds this text at this JSON pointer. */
    Answer awaitShown(String path, String pointer, String expected) {
        Answer[] last = new Answer[1];
        boolean shown = Await.soon(() -> {
            last[0] = get(path);
            return last[0].status() == 200 && last[0].at(pointer).equals(expected);
        });
        assertThat(shown).as("%s is %s in %s", pointer, expected, last[0]).isTrue();
        return last[0];
    }

    /** @param headers names and values in turn */
    Answer send(String method, String path, @Nullable String contentType, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)))
                .timeout(Duration.ofSeconds(20))
                .method(method, BodyPublishers.ofByteArray(body));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", ""),
                    response.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException interrupted) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
