package dev.comanda.web.access;

import dev.comanda.web.connection.RequestHead;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Who sent the current request. */
@ApplicationScoped
public class CurrentCaller {
    private final SecurityIdentity identity;
    private final CurrentVertxRequest request;

    CurrentCaller(SecurityIdentity identity, CurrentVertxRequest request) {
        this.identity = identity;
        this.request = request;
    }

    /**
     * {@code operator}, the name of a token, {@code partner:<id>}, or {@code anyone} where everybody may call. Outside of a
     * request, such as at start or in a scheduled task, {@code system}.
     */
    public String name() {
        if (request.getCurrent() == null) {
            return Identities.SYSTEM;
        }
        return identity.isAnonymous()
                ? Identities.ANYONE
                : identity.getPrincipal().getName();
    }

    /** The address that the request came from, without a port; null outside of a request. */
    public @Nullable String address() {
        RoutingContext current = request.getCurrent();
        return current == null ? null : RequestHead.address(current.request());
    }

    /** Whether a token with this {@link Scope} was shown. False outside of a request. */
    public boolean has(String scope) {
        return request.getCurrent() != null && identity.hasRole(scope);
    }
}
