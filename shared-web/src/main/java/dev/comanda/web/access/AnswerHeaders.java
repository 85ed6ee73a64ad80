package dev.comanda.web.access;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Two headers for every answer: no browser guesses at its type, and no cache keeps it, because answers hold guests' data and
 * new secrets. What is the same for everybody may be kept: the price list, health, and the files of the API viewer. A
 * {@code Cache-Control} that a resource has set itself stays.
 */
@ApplicationScoped
class AnswerHeaders {
    private static final List<String> SAME_FOR_EVERYBODY = List.of("/services", "/q/health", "/q/swagger-ui");

    /** Before every filter that may answer. */
    private static final int PRIORITY = 800;

    void filter(@Observes Filters filters) {
        filters.register(AnswerHeaders::add, PRIORITY);
    }

    private static void add(RoutingContext request) {
        request.addHeadersEndHandler(done -> {
            MultiMap headers = request.response().headers();
            headers.set("X-Content-Type-Options", "nosniff");
            if (!headers.contains("Cache-Control") && !isSameForEverybody(request)) {
                headers.set("Cache-Control", "no-store");
            }
        });
        request.next();
    }

    /** An address that cannot be decoded has no normalized path; an exception here would keep the answer from being sent. */
    private static boolean isSameForEverybody(RoutingContext request) {
        try {
            String path = request.normalizedPath();
            return SAME_FOR_EVERYBODY.stream().anyMatch(one -> WorkingsFilter.isUnder(path, one));
        } catch (IllegalArgumentException undecodable) {
            return false;
        }
    }
}
