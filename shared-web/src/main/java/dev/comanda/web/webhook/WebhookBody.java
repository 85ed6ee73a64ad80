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

    /** Goes on with the request once the body is complete. Closes the connection if that takes longer than this. */
    void read(Duration within) {
        HttpServerRequest request = context.request();
        long timer = context.vertx()
                .setTimer(within.toMillis(), _ -> request.connection().close());
        context.addEndHandler(_ -> context.vertx().cancelTimer(timer));
        request.exceptionHandler(failure -> LOG.debugf("A webhook ended before its body did: %s", failure));
        request.handler(this::append);
        request.endHandler(_ -> {
            context.vertx().cancelTimer(timer);
            goOn();
        });
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.resume();
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
