package dev.comanda.web.connection;

import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Addresses that stand for many clients, so that a share for one source would lock out the others: proxies in front. */
@Singleton
public class ExemptSources {
    private final Networks networks;

    ExemptSources(
            ConnectionConfig config,
            @ConfigProperty(name = "quarkus.http.proxy.trusted-proxies") Optional<List<String>> trustedProxies) {
        this.networks = Networks.of(
                Stream.concat(config.exempt().stream(), trustedProxies.stream().flatMap(List::stream))
                        .toList());
    }

    /** Whether limits for one source do not apply to this address; false for text that is no address. */
    public boolean contains(String address) {
        return networks.contains(address);
    }

    boolean contains(InetAddress address) {
        return networks.contains(address);
    }
}
