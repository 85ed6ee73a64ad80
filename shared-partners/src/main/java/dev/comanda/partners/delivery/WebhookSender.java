package dev.comanda.partners.delivery;

import dev.comanda.partners.target.VettedTargets;
import dev.comanda.partners.target.Vetting;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;

/**
 * Makes one call: to an address that was vetted at most seconds ago, under one deadline that covers connect, TLS, headers and
 * body, following no redirect. Whatever the other side does, an {@link Outcome} comes back in time.
 */
@ApplicationScoped
class WebhookSender {
    private static final int MOST_READ = 64 * 1024;
    private static final int MOST_KEPT = 4 * 1024;

    private final VettedTargets targets;
    private final Duration deadline;
    private final Deadlines deadlines;
    private final InstantSource clock;
    private final HttpClient client;

    WebhookSender(Vertx vertx, VettedTargets targets, DeliveryConfig config, InstantSource clock) {
        this.targets = targets;
        this.deadline = config.deadline();
        this.deadlines = new Deadlines(vertx, deadline);
        this.clock = clock;
        // idle connections are let go before most servers drop them, so that a call seldom meets a closed one
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAliveTimeout(4)
                        // a dead first address leaves time for a second one
                        .setConnectTimeout(Math.toIntExact(deadline.toMillis() / 3))
                        .setDecompressionSupported(false)
                        .setMaxHeaderSize(16 * 1024),
                new PoolOptions().setHttp1MaxSize(config.slots()));
    }

    Outcome send(String partner, String url, Map<String, String> headers, byte[] body) {
        long until = System.nanoTime() + deadline.toNanos();
        return switch (targets.vet(partner, url)) {
            case Vetting.Refused(String reason) -> new Outcome.Forbidden(reason);
            case Vetting.Allowed target -> {
                Outcome outcome = new Outcome.NoAnswer("unreachable", null);
                for (InetAddress address : target.addresses()) {
                    outcome = new Call(target, address, headers, body).run(until - System.nanoTime());
                    // only a connection that never was may be tried elsewhere: nothing can have arrived by it
                    if (!(outcome instanceof Outcome.NoAnswer none)
                            || !none.error().equals(Call.UNREACHABLE)) {
                        break;
                    }
                }
                yield outcome;
            }
        };
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** One exchange with one address. Its future is completed once: by an answer, a failure or the deadline. */
    private final class Call {
        static final String UNREACHABLE = "unreachable";

        private final Vetting.Allowed target;
        private final InetAddress address;
        private final Map<String, String> headers;
        private final byte[] body;
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private final AtomicReference<HttpClientRequest> request = new AtomicReference<>();

        Call(Vetting.Allowed target, InetAddress address, Map<String, String> headers, byte[] body) {
            this.target = target;
            this.address = address;
            this.headers = headers;
            this.body = body;
        }

        Outcome run(long nanos) {
            if (nanos <= 0) {
                return new Outcome.NoAnswer("timeout", address.getHostAddress());
            }
            Deadlines.Watched watched = deadlines.watch(nanos, () -> end(failed("timeout")));
            try {
                client.request(options()).onComplete(opened -> {
                    if (opened.failed()) {
                        end(failed(opened.cause() instanceof SSLException ? "tls" : UNREACHABLE));
                    } else {
                        request.set(opened.result());
                        exchange(opened.result());
                    }
                });
                return outcome.join();
            } finally {
                watched.end();
            }
        }

        private RequestOptions options() {
            RequestOptions options = new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, target.port())))
                    .setHost(target.host())
                    .setPort(target.port())
                    .setSsl(target.tls())
                    .setURI(pathAndQuery())
                    .setFollowRedirects(false);
            headers.forEach(options::putHeader);
            return options;
        }

        private String pathAndQuery() {
            String path = target.uri().getRawPath();
            String query = target.uri().getRawQuery();
            return (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
        }

        private void exchange(HttpClientRequest sent) {
            if (outcome.isDone()) {
                sent.reset();
                return;
            }
            sent.response().onComplete(answered -> {
                if (answered.succeeded()) {
                    read(answered.result());
                } else {
                    end(failed("no answer"));
                }
            });
            sent.end(Buffer.buffer(body));
        }

        private void read(HttpClientResponse response) {
            Buffer answer = Buffer.buffer();
            response.exceptionHandler(_ -> end(failed("answer cut off")));
            response.endHandler(_ -> end(answered(response, answer)));
            response.handler(part -> {
                answer.appendBuffer(part);
                if (answer.length() > MOST_READ) {
                    end(answered(response, answer));
                    reset();
                }
            });
        }

        private Outcome answered(HttpClientResponse response, Buffer answer) {
            byte[] bytes = answer.getBytes(0, Math.min(answer.length(), MOST_KEPT));
            return new Outcome.Answered(
                    response.statusCode(),
                    Arrays.copyOf(bytes, bytes.length),
                    RetryAfter.parse(response.getHeader("Retry-After"), clock.instant()),
                    address.getHostAddress());
        }

        private Outcome failed(String error) {
            return new Outcome.NoAnswer(error, address.getHostAddress());
        }

        private void end(Outcome result) {
            if (outcome.complete(result) && !(result instanceof Outcome.Answered)) {
                reset();
            }
        }

        private void reset() {
            HttpClientRequest open = request.get();
            if (open != null) {
                open.reset();
            }
        }
    }
}
