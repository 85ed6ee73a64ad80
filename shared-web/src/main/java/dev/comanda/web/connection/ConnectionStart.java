package dev.comanda.web.connection;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Makes Netty look for {@link ConnectionLimits}, before the server is bound: it asks for this property once. It looks with
 * its own class loader, which finds them in a packaged service and not in a test of Quarkus.
 */
@Singleton
class ConnectionStart implements HttpServerOptionsCustomizer {
    private static final Logger LOG = Logger.getLogger(ConnectionStart.class);

    private final ConnectionConfig config;
    private final ExemptSources exempt;
    private final TrustedProxies proxies;

    ConnectionStart(
            ConnectionConfig config,
            ExemptSources exempt,
            @ConfigProperty(name = "quarkus.http.proxy.proxy-address-forwarding", defaultValue = "false")
                    boolean forwarding,
            @ConfigProperty(name = "quarkus.http.proxy.trusted-proxies") Optional<List<String>> trustedProxies) {
        this.config = config;
        this.exempt = exempt;
        this.proxies =
                forwarding ? new TrustedProxies(Networks.of(trustedProxies.orElse(List.of()))) : TrustedProxies.NONE;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        switchOn();
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        switchOn();
    }

    void check(@ObservesAsync HttpServerStart started) {
        if (!ConnectionLimits.areLoaded() && LaunchMode.current() == LaunchMode.NORMAL) {
            LOG.error("The limits of connections (comanda.connections) are not in force: Netty did not load them.");
        }
    }

    private void switchOn() {
        ConnectionLimits.apply(config, exempt);
        RequestHead.trust(proxies);
        System.setProperty("io.netty.bootstrap.extensions", "serviceload");
    }
}
