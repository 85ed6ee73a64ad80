package dev.comanda.web.access;

import dev.comanda.web.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        String path = request.normalizedPath();
        if (!isUnder(path, "/q") || isUnder(path, "/q/health")) {
            request.next();
            return;
        }
        List<String> scopes = isUnder(path, "/q/metrics") ? List.of(Scope.METRICS, Scope.READ) : List.of(Scope.READ);
        bearer.authenticate(request)
                .subscribe()
                .with(
                        identity -> refusal(request, identity, scopes).ifPresentOrElse(request::fail, request::next),
                        request::fail);
    }

    /** @param identity null when no token was shown */
    private Optional<ProblemException> refusal(
            RoutingContext request, @Nullable SecurityIdentity identity, List<String> scopes) {
        if (identity == null) {
            return Optional.of(refusals.noToken(request));
        }
        if (Identities.isPartner(identity)) {
            return Optional.of(refusals.notOwn(request));
        }
        return scopes.stream().anyMatch(identity::hasRole)
                ? Optional.empty()
                : Optional.of(refusals.noScope(request, scopes));
    }

    static boolean isUnder(String path, String parent) {
        return path.equals(parent) || path.startsWith(parent + "/");
    }
}
