package dev.comanda.partners.target;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where clouds hand out credentials to whoever asks from inside. No webhook is ever sent there, whatever the allow-list
 * says. The addresses are those of the providers' own manuals.
 */
final class Metadata {
    private static final List<Cidr> ADDRESSES = Stream.of(
                    "169.254.0.0/16", // link-local: AWS, Azure, Google, OpenStack and most others; containers of AWS
                    "fe80::/10",
                    "fd00:ec2::/32", // AWS over IPv6
                    "fd20:ce::254/128", // Google over IPv6
                    "fd00:42::42/128", // Scaleway over IPv6
                    "168.63.129.16/32", // Azure's host agent; it looks like a public address
                    "100.100.100.200/32", // Alibaba
                    "192.0.0.192/32") // Oracle
            .map(Cidr::of)
            .toList();
    private static final Set<String> NAMES = Set.of("metadata.google.internal", "metadata.goog");

    private Metadata() {}

    static boolean contains(InetAddress address) {
        return ADDRESSES.stream().anyMatch(block -> block.contains(address));
    }

    static boolean isName(String host) {
        return NAMES.contains(plain(host));
    }

    /** Host names are compared in lower case and without the dot that may end them. */
    static String plain(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
