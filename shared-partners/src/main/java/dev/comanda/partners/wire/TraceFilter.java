package dev.comanda.partners.wire;

import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Makes a request's trace the current one, so that the event it causes goes on with it. */
class TraceFilter {
    @ServerRequestFilter
    void enter(HttpHeaders headers) {
        TraceParent.of(headers.getHeaderString("traceparent")).enter();
    }

    @ServerResponseFilter
    void leave() {
        TraceParent.leave();
    }
}
