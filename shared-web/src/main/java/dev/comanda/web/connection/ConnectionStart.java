package dev.comanda.web.connection;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** Makes Netty look for {@link ConnectionLimits}, before the server is bound: it asks for this property once. */
@Singleton
class ConnectionStart implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        switchOn();
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        switchOn();
    }

    private static void switchOn() {
        System.setProperty("io.netty.bootstrap.extensions", "serviceload");
    }
}
