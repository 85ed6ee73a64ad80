package dev.comanda.web.connection;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Addresses that stand for many clients, so that a share for one source would lock out the others: proxies in front. */
@Singleton
public class ExemptSources {
    private final List<IpSubnetFilterRule> networks;

    ExemptSources(
            ConnectionConfig config,
            @ConfigProperty(name = "quarkus.http.proxy.trusted-proxies") Optional<List<String>> trustedProxies) {
        this.networks = Stream.concat(
                        config.exempt().stream(), trustedProxies.stream().flatMap(List::stream))
                .flatMap(ExemptSources::networks)
                .toList();
    }

    /** Whether limits for one source do not apply to this address; false for text that is no address. */
    public boolean contains(String address) {
        try {
            return contains(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    boolean contains(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        return networks.stream().anyMatch(network -> network.matches(socket));
    }

    /** A host name, which Quarkus allows for a trusted proxy, counts with the addresses that it has at the start. */
    private static Stream<IpSubnetFilterRule> networks(String entry) {
        String[] parts = entry.strip().split("/", 2);
        try {
            if (parts[0].isEmpty()) {
                throw new IllegalArgumentException("an empty entry");
            }
            return Arrays.stream(InetAddress.getAllByName(parts[0]))
                    .map(address -> rule(address, parts.length == 2 ? Integer.parseUnsignedInt(parts[1]) : -1))
                    .toList()
                    .stream();
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "\"" + entry + "\" in comanda.connections.exempt or quarkus.http.proxy.trusted-proxies"
                            + " is no address, network or known host name.",
                    e);
        }
    }

    private static IpSubnetFilterRule rule(InetAddress address, int prefix) {
        int bits = address.getAddress().length * 8;
        if (prefix > bits) {
            throw new IllegalArgumentException("a prefix of " + prefix + " bits");
        }
        return new IpSubnetFilterRule(address, prefix < 0 ? bits : prefix, IpFilterRuleType.ACCEPT);
    }
}
