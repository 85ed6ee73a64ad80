package dev.comanda.web.access;

import dev.comanda.web.problem.FailureMapper;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Says as a problem what the check of {@code @RolesAllowed} came to. */
final class AccessProblems {
    private final Refusals refusals;
    private final SecurityIdentity identity;

    AccessProblems(Refusals refusals, SecurityIdentity identity) {
        this.refusals = refusals;
        this.identity = identity;
    }

    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException nobody, RoutingContext request) {
        return FailureMapper.refused(refusals.noToken(request));
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException refused, RoutingContext request, ResourceInfo resource) {
        return FailureMapper.refused(
                Identities.isPartner(identity)
                        ? refusals.notOwn(request)
                        : refusals.noScope(request, scopes(resource)));
    }

    /** Those that a token can have. */
    private static List<String> scopes(ResourceInfo resource) {
        return Stream.of(resource.getResourceMethod(), resource.getResourceClass())
                .map(place -> place.getAnnotation(RolesAllowed.class))
                .filter(annotation -> annotation != null)
                .findFirst()
                .map(annotation -> Arrays.stream(annotation.value())
                        .filter(Scope.ALL::contains)
                        .toList())
                .orElse(List.of());
    }
}
