package dev.comanda.web.webhook;

import dev.comanda.web.connection.ExemptSources;
import dev.comanda.web.connection.RequestHead;
import dev.comanda.web.connection.Source;
import dev.comanda.web.json.BoundedBody;
import dev.comanda.web.problem.ProblemException;
import io.quarkus.arc.All;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Decides which webhooks may send their body, and reads it. Nobody knows yet who sends, so a slow or large request must not
 * take the place of another.
 *
 * <p>A body of at most 16 KiB needs no place, and has 2 seconds to arrive. A larger or chunked body takes its size from a
 * byte budget until it is answered, because it stays in memory until then, and has 15 seconds to arrive. It must come with
 * 64 KiB in each second: a body that stalls gives its bytes back within 3 seconds.
 */
@ApplicationScoped
class WebhookAdmission {
    private static final int PRIORITY = 300;
    private static final long SMALL = 16 * 1024;
    private static final Duration SMALL_ARRIVES = Duration.ofSeconds(2);
    private static final Duration LARGE_ARRIVES = Duration.ofSeconds(15);
    private static final long LARGE_PER_SECOND = 64 * 1024;
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final List<Entrance> entrances;
    private final ExemptSources exempt;

    WebhookAdmission(WebhookConfig config, @All List<WebhookDoor> doors, ExemptSources exempt) {
        this.exempt = exempt;
        this.entrances = doors.stream()
                .map(door -> new Entrance(
                        door,
                        new ByteBudget(
                                config.bytesInHand().asLongValue(),
                                config.bytesPerSource().asLongValue())))
                .toList();
    }

    void filter(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    private void admit(RoutingContext context) {
        Optional<Entrance> entrance = entrances.stream()
                .filter(one -> context.normalizedPath().startsWith(one.door().path()))
                .filter(_ -> HttpMethod.POST.equals(context.request().method()))
                .findFirst();
        if (entrance.isEmpty()) {
            context.next();
            return;
        }
        try {
            admit(context, entrance.get());
        } catch (ProblemException refusal) {
            context.fail(refusal);
        }
    }

    private void admit(RoutingContext context, Entrance entrance) {
        WebhookDoor door = entrance.door();
        long bytes = announced(context.request());
        if (bytes > BoundedBody.MAX_BYTES) {
            door.tooLarge(context, bytes);
            throw BoundedBody.tooLarge();
        }
        door.checkHeaders(context);
        boolean small = bytes <= SMALL && bytes >= 0;
        if (!small) {
            takePlace(context, entrance.budget(), bytes < 0 ? BoundedBody.MAX_BYTES : bytes);
        }
        WebhookBody body = new WebhookBody(context, door, small ? (int) bytes : 0);
        if (small) {
            body.read(SMALL_ARRIVES, 0);
        } else {
            body.read(LARGE_ARRIVES, LARGE_PER_SECOND);
        }
    }

    private void takePlace(RoutingContext context, ByteBudget budget, long bytes) {
        @Nullable Source source = sourceOf(context.request());
        if (!budget.take(source, bytes)) {
            throw ProblemException.unavailable("Too many large webhooks at once.", ASK_AGAIN);
        }
        // Before the answer leaves, so that a sender who has it finds the bytes free. Without an answer, when the
        // request ends.
        AtomicBoolean taken = new AtomicBoolean(true);
        Runnable giveBack = () -> {
            if (taken.getAndSet(false)) {
                budget.giveBack(source, bytes);
            }
        };
        context.addHeadersEndHandler(_ -> giveBack.run());
        context.addEndHandler(_ -> giveBack.run());
    }

    private @Nullable Source sourceOf(HttpServerRequest request) {
        String address = RequestHead.address(request);
        return exempt.contains(address) ? null : Source.of(address);
    }

    /** Negative when the length is not known. */
    private static long announced(HttpServerRequest request) {
        return request.headers().contains("Transfer-Encoding") ? -1 : RequestHead.announcedBytes(request);
    }

    private record Entrance(WebhookDoor door, ByteBudget budget) {}
}
