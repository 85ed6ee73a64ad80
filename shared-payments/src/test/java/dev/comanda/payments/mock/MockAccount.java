package dev.comanda.payments.mock;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.comanda.database.queue.Wakeups;
import dev.comanda.payments.money.CurrencyUnit;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.Account;
import dev.comanda.payments.port.PaymentProvider;
import dev.comanda.payments.port.PaymentRequest;
import dev.comanda.payments.port.WebhookRequest;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.jdbi.v3.core.Jdbi;

/** A mock account with a clock of its own and, in the place of the service, a server that keeps what is posted. */
final class MockAccount implements MockConfig, AutoCloseable {
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();

    final String variant = "mock-" + ACCOUNTS.incrementAndGet();
    final List<WebhookRequest> received = new CopyOnWriteArrayList<>();
    final PaymentProvider provider;

    /** The status each post is answered with, by its number from 1 on. */
    volatile IntUnaryOperator answer = _ -> 200;

    private Instant now = Instant.now();
    private final int duplicate;
    private final boolean reorder;
    private final HttpServer server;
    private final MockWebhookWorker worker;
    private final Wakeups wakeups = CDI.current().select(Wakeups.class).get();
    private final Jdbi jdbi = CDI.current().select(Jdbi.class).get();

    MockAccount() {
        this(0, false);
    }

    MockAccount(int duplicate, boolean reorder) {
        this.duplicate = duplicate;
        this.reorder = reorder;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/payments/process/" + variant, this::receive);
        server.start();
        MockSecrets secrets = CDI.current().select(MockSecrets.class).get();
        InstantSource clock = this::now;
        MockWebhooks webhooks = new MockWebhooks(jdbi, clock, wakeups, this);
        worker = new MockWebhookWorker(webhooks, secrets, this, clock, wakeups, listening());
        provider = new MockProvider(account(variant), new MockPayments(jdbi), webhooks, secrets, clock);
        worker.start(variant);
    }

    static Account account(String variant) {
        return new Account(
                variant,
                "marketplace",
                "mock",
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                URI.create("https://market.example"));
    }

    PaymentRequest request(String operationId, String scenario) {
        return request(operationId, scenario, true);
    }

    PaymentRequest request(String operationId, String scenario, boolean capture) {
        return new PaymentRequest(
                operationId,
                "pay_" + operationId,
                usd(25_000),
                "BOOK-7",
                capture,
                null,
                null,
                null,
                scenario.isEmpty() ? Map.of() : Map.of("scenario", scenario),
                now());
    }

    static Money usd(long minor) {
        return new Money(minor, CurrencyUnit.of("USD").orElseThrow());
    }

    private static io.quarkus.vertx.http.HttpServer listening() {
        return CDI.current().select(io.quarkus.vertx.http.HttpServer.class).get();
    }

    synchronized Instant now() {
        return now;
    }

    void pass(Duration time) {
        synchronized (this) {
            now = now.plus(time);
        }
        wakeups.afterCommit(MockWebhooks.QUEUE);
    }

    /** Posts that nobody has said 200 to. */
    int owed() {
        return jdbi.withHandle(
                db -> db.createQuery("select coalesce(sum(owed), 0) from mock_webhook where variant = :variant")
                        .bind("variant", variant)
                        .mapTo(Integer.class)
                        .one());
    }

    int paymentsMade() {
        return jdbi.withHandle(db -> db.createQuery("select count(*) from mock_payment where variant = :variant")
                .bind("variant", variant)
                .mapTo(Integer.class)
                .one());
    }

    private void receive(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        byte[] body = exchange.getRequestBody().readAllBytes();
        received.add(new WebhookRequest(body, headers, Map.of(), now()));
        exchange.sendResponseHeaders(answer.applyAsInt(received.size()), -1);
        exchange.close();
    }

    @Override
    public int duplicate() {
        return duplicate;
    }

    @Override
    public boolean reorder() {
        return reorder;
    }

    @Override
    public Duration delay() {
        return Duration.ZERO;
    }

    @Override
    public Optional<URI> webhookUrl() {
        return Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    }

    @Override
    public void close() {
        try {
            worker.stop(new io.quarkus.runtime.ShutdownEvent());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
    }
}
