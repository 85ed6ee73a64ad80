package dev.comanda.web.connection;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** What is known of a request before its body is read. */
public final class RequestHead {
    private static volatile TrustedProxies proxies = TrustedProxies.NONE;

    private RequestHead() {}

    static void trust(TrustedProxies trusted) {
        proxies = trusted;
    }

    /**
     * The address that it came from, without a port; {@code unknown} where there is none. Behind trusted proxies it is the one
     * that the outermost of them saw. Quarkus would take the first of {@code X-Forwarded-For}, which a client can write.
     */
    public static String address(HttpServerRequest request) {
        return proxies.client(
                text(request.connection().remoteAddress()),
                request.headers().getAll("X-Forwarded-For"),
                text(request.remoteAddress()));
    }

    private static String text(@Nullable SocketAddress address) {
        return address == null || address.hostAddress() == null ? "unknown" : address.hostAddress();
    }

    /** The length of its body in bytes, as its header says; 0 where it says none that can be read. */
    public static long announcedBytes(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length == null || !length.matches("\\d{1,18}") ? 0 : Long.parseLong(length);
    }
}
