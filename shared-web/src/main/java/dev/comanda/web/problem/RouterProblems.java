package dev.comanda.web.problem;

import dev.comanda.web.connection.RequestHead;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Answers as problems the errors that never reach JAX-RS: bodies announced too large, addresses that cannot be decoded,
 * paths nobody serves, and failures of plain routes.
 */
@ApplicationScoped
class RouterProblems {
    private static final Logger LOG = Logger.getLogger(RouterProblems.class);
    /** The same as {@code quarkus.http.limits.max-body-size}, whose own answer has no body. */
    private static final long MAX_ANNOUNCED_BYTES = 8L * 1024 * 1024;

    /** Closed sooner, a caller still sending would lose the answer; later, it could go on sending. */
    private static final long LINGER_MILLIS = 1_000;

    /** After the guards of who may call, before everything that reads a request. */
    private static final int PRIORITY = 500;

    void filter(@Observes Filters filters) {
        filters.register(RouterProblems::refuseUnreadable, PRIORITY);
    }

    void listen(@Observes Router router) {
        router.route().order(-1_000).failureHandler(RouterProblems::failed);
        for (int status : new int[] {400, 404, 405, 406, 413, 415}) {
            router.errorHandler(status, context -> answer(context, Problem.of(status)));
        }
        router.errorHandler(500, RouterProblems::failed);
    }

    private static void refuseUnreadable(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (RequestHead.announcedBytes(request) > MAX_ANNOUNCED_BYTES) {
            answer(context, Problem.of(413));
            context.vertx()
                    .setTimer(LINGER_MILLIS, timer -> request.connection().close());
        } else if (request.path() != null && request.path().contains(";")) {
            // a resource drops ;a=b from its path and a filter does not, so a filter would miss the request
            answer(context, Problem.of(ProblemType.BAD_REQUEST, "A path here has no semicolon."));
        } else if (!decodes(request.uri())) {
            answer(context, Problem.of(ProblemType.BAD_REQUEST, "The address is not percent-encoded UTF-8."));
        } else {
            context.next();
        }
    }

    /**
     * Also refuses U+0000, which no text column can hold. Quarkus answers a 400 without a body to some of these before
     * any router sees them, unless the process is started with {@code -Dvertx.disableURIValidation=true}.
     */
    private static boolean decodes(String uri) {
        try {
            new URI(uri);
            QueryStringDecoder decoder = new QueryStringDecoder(uri);
            String decoded = decoder.path() + decoder.parameters();
            return decoded.indexOf('\uFFFD') < 0 && decoded.indexOf('\0') < 0;
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            return false;
        }
    }

    private static void failed(RoutingContext context) {
        if (context.failure() instanceof ProblemException refusal) {
            refusal.headers().forEach(context.response()::putHeader);
            answer(context, Problem.of(refusal));
            return;
        }
        int status = context.statusCode();
        if (status >= 400 && status < 500) {
            answer(context, Problem.of(status));
            return;
        }
        if (HungUp.isReasonOf(context.failure(), context.response())) {
            LOG.debugf("The client closed the connection: %s", context.failure());
            return;
        }
        String errorId = UUID.randomUUID().toString();
        LOG.errorf(context.failure(), "Error %s", errorId);
        answer(context, Problem.internal(errorId));
    }

    private static void answer(RoutingContext context, Problem problem) {
        if (context.response().headWritten()) {
            context.request().connection().close();
        } else {
            problem.send(context.response());
        }
    }
}
