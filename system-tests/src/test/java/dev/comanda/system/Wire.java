package dev.comanda.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The line between two services: hands every call on as it came and counts what only the line can know. Where the
 * receiver dies, the sender finds its connection broken.
 */
final class Wire implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION = Set.of("connection", "content-length", "host", "upgrade");

    /** So that there are calls in flight when a blow falls. */
    private static final Duration WAY_BACK = Duration.ofMillis(40);

    private final Service receiver;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, AtomicInteger> duplicates = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> unacknowledged = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> heard = new ConcurrentHashMap<>();

    Wire(Service receiver) throws IOException {
        this.receiver = receiver;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handOn);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** Events on this path that came again although the receiver had them. */
    int duplicates(String path) {
        return count(duplicates, path).get();
    }

    /** Calls on this path that the receiver took and did not answer with a 2xx: it may or may not have the event. */
    int unacknowledged(String path) {
        return count(unacknowledged, path).get();
    }

    /** How many different events came on this path. */
    int heard(String path) {
        return heard.getOrDefault(path, Set.of()).size();
    }

    private void handOn(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            heard.computeIfAbsent(path, _ -> ConcurrentHashMap.newKeySet())
                    .add(exchange.getRequestHeaders().getFirst("webhook-id"));
            HttpResponse<byte[]> answer = call(exchange, path);
            if (answer.statusCode() / 100 != 2) {
                count(unacknowledged, path).incrementAndGet();
            } else if (new String(answer.body(), UTF_8).contains("\"duplicate\"")) {
                count(duplicates, path).incrementAndGet();
            }
            Thread.sleep(WAY_BACK);
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private HttpResponse<byte[]> call(HttpExchange exchange, String path) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            return client.send(request(exchange, path, body), BodyHandlers.ofByteArray());
        } catch (ConnectException nobodyThere) {
            throw nobodyThere;
        } catch (IOException broken) {
            count(unacknowledged, path).incrementAndGet();
            throw broken;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private HttpRequest request(HttpExchange exchange, String path, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(receiver.url(path)))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                request.header(name, values.getFirst());
            }
        });
        return request.build();
    }

    private static AtomicInteger count(Map<String, AtomicInteger> counts, String path) {
        return counts.computeIfAbsent(path, _ -> new AtomicInteger());
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
    }
}
