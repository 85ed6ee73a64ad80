package dev.comanda.web.connection;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

/** What is known of a request before its body is read. */
public final class RequestHead {
    private RequestHead() {}

    /** The address that it came from, without a port; {@code unknown} where there is none. */
    public static String address(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        return remote == null || remote.hostAddress() == null ? "unknown" : remote.hostAddress();
    }

    /** The length of its body in bytes, as its header says; 0 where it says none that can be read. */
    public static long announcedBytes(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length == null || !length.matches("\\d{1,18}") ? 0 : Long.parseLong(length);
    }
}
