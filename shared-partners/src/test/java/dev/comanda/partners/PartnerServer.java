package dev.comanda.partners;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/** A partner's endpoint as a real HTTP server: remembers what came and answers as the test says. */
public final class PartnerServer implements AutoCloseable {
    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile ToIntFunction<Call> answer = _ -> 200;

    public PartnerServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
    }

    public List<Call> calls() {
        return calls;
    }

    public void answer(ToIntFunction<Call> status) {
        answer = status;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new ConcurrentHashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            Call call = new Call(headers, exchange.getRequestBody().readAllBytes(), System.nanoTime());
            calls.add(call);
            exchange.sendResponseHeaders(answer.applyAsInt(call), -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** One request as it came. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Call(Map<String, String> headers, byte[] body, long nanoTime) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }
}
