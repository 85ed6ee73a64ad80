package dev.comanda.web.access;

import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request pass or ends it. Nobody and a wrong token: 401; too many wrong tokens: 429; a partner on what is not its
 * own: the same 404 as for a path that does not exist, which discloses nothing.
 */
@Singleton
class Gate {
    private final boolean open;
    private final Callers callers;
    private final FailedTokens failures;

    Gate(AccessConfig config, Callers callers, FailedTokens failures) {
        this.open = config.open();
        this.callers = callers;
        this.failures = failures;
    }

    /** @param own the partner that may pass besides the operator, if any */
    void admit(HttpServerRequest request, @Nullable String own) {
        admit(request, callers::identify, own);
    }

    void admitOperator(HttpServerRequest request) {
        admit(request, callers::identifyOperator, null);
    }

    private void admit(HttpServerRequest request, Function<@Nullable String, Caller> identify, @Nullable String own) {
        if (open) {
            return;
        }
        String authorization = request.getHeader("Authorization");
        String source = sourceOf(request);
        switch (identify.apply(authorization)) {
            case Caller.Operator operator -> {}
            case Caller.Partner(String id) -> {
                if (!id.equals(own)) {
                    throw ProblemException.of(ProblemType.NOT_FOUND, "There is nothing at this path.");
                }
            }
            case Caller.Nobody nobody -> throw unauthorized("This path needs a token: Authorization: Bearer.");
            case Caller.Impostor impostor -> {
                // a right token still passes: behind a proxy all callers share one address
                failures.blocked(source).ifPresent(wait -> {
                    throw ProblemException.tooManyRequests("Too many wrong tokens came from this address.", wait);
                });
                failures.count(source);
                throw unauthorized("The token is not valid.");
            }
        }
    }

    private static ProblemException unauthorized(String detail) {
        return ProblemException.of(ProblemType.UNAUTHORIZED, detail);
    }

    private static String sourceOf(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        return remote == null || remote.hostAddress() == null ? "unknown" : remote.hostAddress();
    }
}
