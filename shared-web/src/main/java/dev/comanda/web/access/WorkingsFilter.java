package dev.comanda.web.access;

import dev.comanda.web.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Metrics, the OpenAPI document and its viewer are no resources, so no annotation speaks for them. This asks for a token on
 * everything under /q but health.
 */
@ApplicationScoped
class WorkingsFilter {
    /** After addresses that cannot be decoded are refused, before any route. */
    private static final int PRIORITY = 400;

    private final BearerMechanism bearer;
    private final Refusals refusals;

    WorkingsFilter(BearerMechanism bearer, Refusals refusals) {
        this.bearer = bearer;
        this.refusals = refusals;
    }

    void filter(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext request) {
        try {
            String path = request.normalizedPath();
            if (isUnder(path, "/q") && !isUnder(path, "/q/health")) {
                require(
                        request,
                        isUnder(path, "/q/metrics") ? List.of(Scope.METRICS, Scope.READ) : List.of(Scope.READ));
            }
        } catch (ProblemException refusal) {
            request.fail(refusal);
            return;
        }
        request.next();
    }

    private void require(RoutingContext request, List<String> scopes) {
        SecurityIdentity identity = bearer.identifyWithoutPartners(request);
        if (scopes.stream().noneMatch(identity::hasRole)) {
            throw refusals.noScope(request, scopes);
        }
    }

    static boolean isUnder(String path, String parent) {
        return path.equals(parent) || path.startsWith(parent + "/");
    }
}
