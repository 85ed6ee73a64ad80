package dev.comanda.web.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Lets a partner pass only where the {@code id} in the path is its own. Runs after the check of {@code @RolesAllowed}. */
class OwnPartnerFilter {
    private final SecurityIdentity identity;
    private final Refusals refusals;

    OwnPartnerFilter(SecurityIdentity identity, Refusals refusals) {
        this.identity = identity;
        this.refusals = refusals;
    }

    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    void check(ResourceInfo resource, UriInfo uri, RoutingContext request) {
        if (!admitsPartners(resource) || !Identities.isPartner(identity)) {
            return;
        }
        List<String> ids = uri.getPathParameters().getOrDefault("id", List.of());
        if (ids.size() != 1 || !Identities.isPartner(identity, ids.getFirst())) {
            throw refusals.notOwn(request);
        }
    }

    /** Asked first: on a path that everybody may call, nobody is to be identified. */
    private static boolean admitsPartners(ResourceInfo resource) {
        return admitsPartners(resource.getResourceMethod().getAnnotation(RolesAllowed.class))
                || admitsPartners(resource.getResourceClass().getAnnotation(RolesAllowed.class));
    }

    private static boolean admitsPartners(@Nullable RolesAllowed allowed) {
        return allowed != null && Arrays.asList(allowed.value()).contains(Scope.OWN_PARTNER);
    }
}
