package dev.comanda.web.access;

import dev.comanda.web.problem.ProblemException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Metrics, the OpenAPI document and its viewer are no resources; this asks the gate for everything under /q but health. */
@ApplicationScoped
class OperatorPaths {
    /** After addresses that cannot be decoded are refused, before any route. */
    private static final int PRIORITY = 400;

    private final Gate gate;

    OperatorPaths(Gate gate) {
        this.gate = gate;
    }

    void filter(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        try {
            String path = context.normalizedPath();
            if (isUnder(path, "/q") && !isUnder(path, "/q/health")) {
                gate.admitOperator(context.request());
            }
        } catch (ProblemException refusal) {
            context.fail(refusal);
            return;
        }
        context.next();
    }

    private static boolean isUnder(String path, String parent) {
        return path.equals(parent) || path.startsWith(parent + "/");
    }
}
