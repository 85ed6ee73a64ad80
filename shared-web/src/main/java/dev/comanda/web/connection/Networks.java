package dev.comanda.web.connection;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Addresses and networks, as the configuration writes them. */
record Networks(List<IpSubnetFilterRule> rules) {
    /** Of addresses, networks (CIDR) and host names; IllegalStateException for an entry that is none of these. */
    static Networks of(Collection<String> entries) {
        return new Networks(entries.stream().flatMap(Networks::parse).toList());
    }

    /** False for text that is no address. */
    boolean contains(String address) {
        try {
            return contains(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    boolean contains(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        return rules.stream().anyMatch(network -> network.matches(socket));
    }

    /** A host name, which Quarkus allows for a trusted proxy, counts with the addresses that it has at the start. */
    private static Stream<IpSubnetFilterRule> parse(String entry) {
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
