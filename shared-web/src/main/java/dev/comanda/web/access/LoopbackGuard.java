package dev.comanda.web.access;

import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Keeps a demo, where everyone may call, to the people at this machine. Binding to loopback does not: a web page open in a
 * browser here can send requests to loopback, under its own name by rebinding DNS, and a proxy can forward a whole network.
 *
 * <p>So the host asked for and the origin of a page, if any, must be loopback names, and the request may have no header that
 * proxies add; the answer is 421 otherwise. A proxy that adds no header and keeps the host {@code localhost} is not noticed.
 */
@ApplicationScoped
class LoopbackGuard {
    /** Before everything else. */
    private static final int PRIORITY = 700;

    /** What proxies and content networks add to a request that they forward; with a hyphen at its end, a prefix. */
    private static final List<String> FORWARDED = List.of(
            "forwarded",
            "via",
            "x-forwarded-",
            "x-original-",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "true-client-ip",
            "client-ip",
            "fastly-client-ip",
            "fly-client-ip",
            "cdn-loop",
            "cf-",
            "x-envoy-",
            "x-amzn-",
            "x-amz-cf-",
            "x-azure-",
            "x-arr-");

    private final boolean on;

    LoopbackGuard(AccessConfig config) {
        this.on = config.loopbackOnly();
    }

    void filter(@Observes Filters filters) {
        if (on) {
            filters.register(LoopbackGuard::check, PRIORITY);
        }
    }

    private static void check(RoutingContext context) {
        if (isLocal(context.request())) {
            context.next();
        } else {
            context.fail(ProblemException.of(
                    ProblemType.MISDIRECTED, "This server answers only who asks for it as localhost, directly."));
        }
    }

    private static boolean isLocal(HttpServerRequest request) {
        return request.authority() != null
                && Loopback.isNamedBy(request.authority().host())
                && (!request.headers().contains("Origin") || isLocalOrigin(request.getHeader("Origin")))
                && request.headers().names().stream().noneMatch(LoopbackGuard::saysForwarded);
    }

    private static boolean isLocalOrigin(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host != null && Loopback.isNamedBy(host);
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    private static boolean saysForwarded(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return FORWARDED.stream().anyMatch(one -> one.endsWith("-") ? lower.startsWith(one) : lower.equals(one));
    }
}
