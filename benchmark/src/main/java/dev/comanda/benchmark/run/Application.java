package dev.comanda.benchmark.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A packaged Quarkus application in a process of its own, started as {@code ./comanda up} starts it. */
final class Application implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final Path log;
    private final Process process;
    private final double secondsToReady;

    private Application(Path jar, Path log, String probe, Map<String, String> settings, String... options)
            throws IOException, InterruptedException {
        this.port = freePort();
        this.log = log;
        List<String> command = new ArrayList<>(List.of(Child.java()));
        command.addAll(List.of(options));
        Path cache = jar.toRealPath().resolveSibling("app.aot");
        if (Files.exists(cache)) {
            command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off"));
        }
        command.addAll(
                List.of("-Dquarkus.http.port=" + port, "-jar", jar.toRealPath().toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(settings);
        long start = System.nanoTime();
        process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        awaitAnswer(probe, start);
        secondsToReady = (System.nanoTime() - start) / 1e9;
    }

    /** The restaurant service with a database of its own in this folder. */
    static Application restaurant(Path jar, Path folder, Map<String, String> settings) throws Exception {
        return new Application(
                jar, folder.resolve("service.log"), "/q/health/ready", settings, "-Dquarkus.profile=demo");
    }

    /** The yardstick; any answer means that it listens. */
    static Application bare(Path jar, Path folder) throws Exception {
        return new Application(jar, folder.resolve("bare.log"), "/bare", Map.of());
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    double secondsToReady() {
        return secondsToReady;
    }

    /** Calls it as an operator and answers the body. */
    String call(String method, String path, String json) throws Exception {
        HttpResponse<String> response = send(method, path, json);
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(method + " " + path + " was answered " + response.statusCode() + ": "
                    + response.body() + "; the log is " + Files.readString(log));
        }
        return response.body();
    }

    private HttpResponse<String> send(String method, String path, String json)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", "application/json")
                        .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    private void awaitAnswer(String probe, long start) throws IOException, InterruptedException {
        while (System.nanoTime() - start < PATIENCE_NANOS && process.isAlive()) {
            try {
                if (send("GET", probe, "").statusCode() != 503) {
                    return;
                }
            } catch (IOException notListening) {
                // asked again below
            }
            Thread.sleep(20);
        }
        throw new IOException("it did not start: " + Files.readString(log));
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        Processes.awaitEnd(process);
    }
}
