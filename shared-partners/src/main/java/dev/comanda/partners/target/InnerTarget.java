package dev.comanda.partners.target;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of {@code COMANDA_TARGETS_ALLOW}: a host inside our own networks that webhooks may be sent to.
 *
 * @param partner the only partner that may use the entry; empty for every partner
 * @param host the host as the webhook URL names it, in lower case; an IPv6 literal has brackets
 * @param network the block of addresses that the host may have
 * @param port the only port that may be called
 */
record InnerTarget(Optional<String> partner, String host, Cidr network, int port) {
    static final String FORM = "[partner@]host=cidr:port, such as findyourwork@marketplace=172.30.0.11/32:8010";

    private static final Pattern ENTRY =
            Pattern.compile("(?:([a-z0-9-]{2,50})@)?([A-Za-z0-9._-]{1,253}|\\[[0-9a-fA-F:.]+])="
                    + "(?:\\[([0-9a-fA-F.]*:[0-9a-fA-F:.]*/\\d{1,3})]|([0-9.]+/\\d{1,2})):(\\d{1,5})");

    /** Throws IllegalArgumentException, whose message says what is wrong, on anything but one such entry. */
    static InnerTarget of(String text) {
        Matcher entry = ENTRY.matcher(text);
        if (!entry.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not " + FORM);
        }
        InnerTarget target = new InnerTarget(
                Optional.ofNullable(entry.group(1)),
                Metadata.plain(entry.group(2)),
                Cidr.of(entry.group(3) != null ? entry.group(3) : entry.group(4)),
                Integer.parseInt(entry.group(5)));
        if (target.port < 1 || target.port > 65535) {
            throw new IllegalArgumentException("'" + text + "' has a port that is not between 1 and 65535");
        }
        if (Metadata.isName(target.host) || Metadata.contains(target.network.network())) {
            throw new IllegalArgumentException(
                    "'" + text + "' names the metadata service of a cloud, which is never called");
        }
        return target;
    }

    /** Whether {@code partner} may be called at this host and port, provided that the address is one of ours. */
    boolean names(String partner, String host, int port) {
        return this.partner.map(partner::equals).orElse(true)
                && this.host.equals(Metadata.plain(host))
                && this.port == port;
    }

    boolean contains(InetAddress address) {
        return network.contains(address);
    }
}
