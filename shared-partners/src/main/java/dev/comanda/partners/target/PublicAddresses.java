package dev.comanda.partners.target;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells a public address from everything that leads somewhere else. The blocks are the special-purpose registries of
 * IANA (RFC 6890 and its updates). Of IPv6 only global unicast (2000::/3) counts as public, without the forms in it that
 * carry an IPv4 address (Teredo, 6to4); mapped, compatible and NAT64 addresses, unique local, link-local and multicast
 * ones lie outside it. Addresses of {@link Metadata} services are not public either.
 */
final class PublicAddresses {
    private static final List<Cidr> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.31.196.0/24",
                    "192.52.193.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "192.175.48.0/24",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "2620:4f:8000::/48",
                    "3fff::/20")
            .map(Cidr::of)
            .toList();
    private static final Cidr GLOBAL_UNICAST = Cidr.of("2000::/3");

    private PublicAddresses() {}

    static boolean contains(InetAddress address) {
        return (address instanceof Inet4Address || GLOBAL_UNICAST.contains(address))
                && NOT_PUBLIC.stream().noneMatch(block -> block.contains(address))
                && !Metadata.contains(address);
    }
}
