package dev.comanda.web.webhook;

import dev.comanda.web.problem.ProblemException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the webhooks being read or stored at once, before their bodies are read: a flood costs its senders a retry and
 * us no memory. Who sends is not known yet at that point, so this is no rate limit on anybody.
 */
@ApplicationScoped
class BodiesInHand {
    private static final List<String> PATHS = List.of("/webhooks/", "/payments/process/");
    private static final int PRIORITY = 300;
    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final int most;
    private final AtomicInteger inHand = new AtomicInteger();

    BodiesInHand(WebhookConfig config) {
        this.most = config.inHand();
    }

    void filter(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    private void admit(RoutingContext context) {
        if (PATHS.stream().noneMatch(context.normalizedPath()::startsWith)) {
            context.next();
            return;
        }
        if (inHand.incrementAndGet() > most) {
            inHand.decrementAndGet();
            context.fail(ProblemException.unavailable("Too many webhooks at once.", ASK_AGAIN));
            return;
        }
        // a sender that takes its time would keep its place from those that do not
        long timer = context.vertx()
                .setTimer(
                        LONGEST.toMillis(), _ -> context.request().connection().close());
        context.addEndHandler(_ -> {
            context.vertx().cancelTimer(timer);
            inHand.decrementAndGet();
        });
        context.next();
    }
}
