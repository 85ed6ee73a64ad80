package dev.comanda.web.access;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Asks the gate before every resource method that is not {@link Open}: what nobody thought about is the operator's. */
class AccessFilter {
    private final Gate gate;

    AccessFilter(Gate gate) {
        this.gate = gate;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    void check(ResourceInfo resource, UriInfo uri, HttpServerRequest request) {
        if (isOpen(resource)) {
            return;
        }
        boolean own = resource.getResourceMethod().isAnnotationPresent(PartnerOwn.class);
        gate.admit(request, own ? uri.getPathParameters().getFirst("id") : null);
    }

    private static boolean isOpen(ResourceInfo resource) {
        return resource.getResourceMethod().isAnnotationPresent(Open.class)
                || resource.getResourceClass().isAnnotationPresent(Open.class);
    }
}
