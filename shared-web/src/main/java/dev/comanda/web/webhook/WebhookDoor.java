package dev.comanda.web.webhook;

import dev.comanda.web.problem.ProblemException;
import io.vertx.ext.web.RoutingContext;

/**
 * One kind of webhook, as a bean. All webhooks of a kind share a byte budget that no other kind can use up. Everything here
 * runs on an event loop, before the body is read, and must not block.
 */
public interface WebhookDoor {
    /** The path of every webhook of this kind begins with this, such as {@code /webhooks/}. */
    String path();

    /**
     * Looks at the headers alone, so that what can be refused without the body costs neither memory nor time.
     *
     * @throws ProblemException the answer, which the door has recorded where it keeps records
     */
    void checkHeaders(RoutingContext context);

    /** The body is larger than 1 MiB and is answered 413. {@code bytes} were announced, or had come. */
    void tooLarge(RoutingContext context, long bytes);
}
