package dev.comanda.web.webhook;

import dev.comanda.web.json.BoundedBody;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Reads the body of one webhook before anything works on it, so that a slow sender occupies no thread. The resource finds
 * it in the request as if it had just arrived.
 */
final class WebhookBody {
    private static final Logger LOG = Logger.getLogger(WebhookBody.class);

    /** Before it is judged by its speed: a connection is slow at its start. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final RoutingContext context;
    private final WebhookDoor door;
    private final Buffer body;
    private boolean refused;

    /** @param bytes how many are expected; more may come */
    WebhookBody(RoutingContext context, WebhookDoor door, int bytes) {
        this.context = context;
        this.door = door;
        this.body = Buffer.buffer(bytes);
    }

    /**
     * Goes on with the request once the body is complete. Closes the connection if that takes longer than {@code within}, or
     * if after 2 seconds fewer bytes have come than {@code leastPerSecond} of them in each second; 0 for any speed.
     */
    void read(Duration within, long leastPerSecond) {
        HttpServerRequest request = context.request();
        long timer = context.vertx()
                .setTimer(within.toMillis(), _ -> request.connection().close());
        context.addEndHandler(_ -> context.vertx().cancelTimer(timer));
        long pace = leastPerSecond == 0 ? timer : closeBelow(leastPerSecond);
        request.exceptionHandler(failure -> LOG.debugf("A webhook ended before its body did: %s", failure));
        request.handler(this::append);
        request.endHandler(_ -> {
            context.vertx().cancelTimer(timer);
            context.vertx().cancelTimer(pace);
            goOn();
        });
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.resume();
    }

    private long closeBelow(long leastPerSecond) {
        long begin = System.nanoTime();
        long timer = context.vertx().setPeriodic(GRACE.toMillis(), 1_000, _ -> {
            long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
            if (body.length() < leastPerSecond * seconds) {
                context.request().connection().close();
            }
        });
        context.addEndHandler(_ -> context.vertx().cancelTimer(timer));
        return timer;
    }

    private void append(Buffer chunk) {
        if (!refused && body.length() + chunk.length() > BoundedBody.MAX_BYTES) {
            refused = true;
            door.tooLarge(context, (long) body.length() + chunk.length());
            context.fail(BoundedBody.tooLarge());
        } else if (!refused) {
            body.appendBuffer(chunk);
        }
    }

    private void goOn() {
        if (!refused) {
            ((RoutingContextInternal) context).setBody(body);
            context.next();
        }
    }
}
