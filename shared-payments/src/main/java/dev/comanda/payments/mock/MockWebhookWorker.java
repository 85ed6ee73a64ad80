package dev.comanda.payments.mock;

import dev.comanda.database.queue.QueueLoop;
import dev.comanda.database.queue.Wakeups;
import dev.comanda.signing.Signer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Posts the mock provider's webhooks to this very service over HTTP, signed as the Standard Webhooks specification says, and
 * again until it is told 200. What arrives has passed every door a stranger's webhook has to pass.
 */
@ApplicationScoped
class MockWebhookWorker {
    private static final Logger LOG = Logger.getLogger(MockWebhookWorker.class);
    private static final int SLOTS = 8;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration LEASE = DEADLINE.plusSeconds(20);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final MockWebhooks webhooks;
    private final MockSecrets secrets;
    private final MockConfig config;
    private final InstantSource clock;
    private final HttpServer server;
    private final QueueLoop<MockWebhooks.Due> loop;
    private final Set<String> variants = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean started = new AtomicBoolean();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    MockWebhookWorker(
            MockWebhooks webhooks,
            MockSecrets secrets,
            MockConfig config,
            InstantSource clock,
            Wakeups wakeups,
            HttpServer server) {
        this.webhooks = webhooks;
        this.secrets = secrets;
        this.config = config;
        this.clock = clock;
        this.server = server;
        this.loop = new QueueLoop<>(MockWebhooks.QUEUE, SLOTS, POLL, this::claim, MockWebhooks.Due::id, this::post);
        wakeups.listen(MockWebhooks.QUEUE, loop::wake);
    }

    /** Posts this account's webhooks from now on; a service without any asks its database nothing. */
    void start(String variant) {
        variants.add(variant);
        if (started.compareAndSet(false, true)) {
            loop.start();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        loop.close(DEADLINE.plusSeconds(1));
        http.shutdownNow();
    }

    /** None before the service listens: until then there is nobody to post to. */
    private List<MockWebhooks.Due> claim(int max) {
        boolean listening = config.webhookUrl().isPresent() || server.getPort() > 0;
        return listening ? webhooks.claim(variants, max, LEASE) : List.of();
    }

    private void post(MockWebhooks.Due webhook) {
        String outcome = send(webhook);
        if (outcome.equals("200")) {
            webhooks.settle(webhook);
        } else {
            Duration wait = Duration.ofSeconds(1L << Math.min(webhook.tries(), 6));
            webhooks.postpone(webhook, wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
            LOG.infof("mock webhook %s: %s, again in %s", webhook.id(), outcome, wait);
        }
    }

    /** The status, or why there is none. */
    private String send(MockWebhooks.Due webhook) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(base() + "/payments/process/" + webhook.variant()))
                .timeout(DEADLINE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(webhook.payload()));
        Signer.sign(secrets.of(webhook.variant()), webhook.id(), clock.instant(), webhook.payload())
                .forEach((name, value) -> {
                    if (name.startsWith("webhook-")) {
                        request.header(name, value);
                    }
                });
        try {
            return String.valueOf(http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode());
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** Where this service is, without a slash at the end. */
    String base() {
        return config.webhookUrl()
                .map(URI::toString)
                .orElseGet(() -> "http://127.0.0.1:" + server.getPort())
                .replaceAll("/+$", "");
    }
}
