package dev.comanda.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/** Any number of partners' endpoints that remember what came, in its order, and answer as the test says. */
final class Listener implements AutoCloseable {
    static {
        // else the answer's second packet waits 40 ms for the acknowledgement of the first
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private volatile ToIntFunction<Call> answer = _ -> 200;

    Listener() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::hear);
        server.start();
    }

    String url(String partner) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + partner;
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    int heard() {
        return calls.size();
    }

    /** Forgets what came so far and answers the rest in this way; the answer may take its time. */
    void answer(ToIntFunction<Call> status) {
        calls.clear();
        answer = status;
    }

    private void hear(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode event = JSON.readTree(exchange.getRequestBody());
            Call call = new Call(
                    exchange.getRequestURI().getPath().substring(1),
                    event.at("/event_id").asText(),
                    Integer.parseInt(exchange.getRequestHeaders().getFirst("Comanda-Attempt")),
                    event.at("/data/reservation_id").asText(),
                    event.at("/data/revision").asInt(),
                    System.nanoTime());
            calls.add(call);
            exchange.sendResponseHeaders(answer.applyAsInt(call), -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** One call as it came. */
    record Call(String partner, String eventId, int attempt, String reservation, int revision, long nanoTime) {
        /** What may come only once. */
        String delivery() {
            return partner + "/" + eventId;
        }
    }
}
