package dev.comanda.partners.target;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides whether a webhook URL may be called, at registration, at change and again before every send.
 *
 * <p>Every address of a name is checked: one forbidden address refuses the name. The caller connects to a checked address
 * itself, so a name server that answers differently a moment later gains nothing (DNS rebinding). A host inside our own
 * networks is called only if an entry of the allow-list names this host, this port and, if it names one, this partner.
 */
@ApplicationScoped
public class TargetPolicy {
    private static final Set<Integer> PUBLIC_PORTS = Set.of(443, 8443);
    private static final Pattern DOTTED_QUAD =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
    /** What an address parser may take for a number: decimal, octal and hexadecimal IPv4 in one to four parts. */
    private static final Pattern NUMERIC = Pattern.compile("(?i)(0x[0-9a-f]*|[0-9]+)(\\.(0x[0-9a-f]*|[0-9]+))*\\.?");

    private static final String METADATA = "The host is the metadata service of a cloud, which is never called.";

    private final List<InnerTarget> inner;
    private final List<Cidr> anyHostIn;
    private final boolean publicAllowed;
    private final Resolver resolver;

    @Inject
    TargetPolicy(TargetConfig config, Resolver resolver) {
        this(config.allow().orElse(List.of()), config.anyHostIn().orElse(List.of()), config.publicAllowed(), resolver);
    }

    TargetPolicy(List<String> allow, List<String> anyHostIn, boolean publicAllowed, Resolver resolver) {
        this.inner = allow.stream().map(String::strip).map(InnerTarget::of).toList();
        this.anyHostIn = anyHostIn.stream().map(String::strip).map(Cidr::of).toList();
        this.publicAllowed = publicAllowed;
        this.resolver = resolver;
    }

    /**
     * Whether {@code partner} may be called at {@code url}. Never throws; the name is looked up, so it may take as long
     * as that (5 seconds at the most).
     */
    public Vetting vet(String partner, String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return new Vetting.Refused("This is no URL.");
        }
        // what is no host to the URL parser may still be a number to an address parser
        String host = uri.getHost() != null ? uri.getHost() : uri.getRawAuthority();
        if (host != null
                && NUMERIC.matcher(host).matches()
                && !DOTTED_QUAD.matcher(host).matches()) {
            return new Vetting.Refused("An IPv4 address is written as four decimal numbers without leading zeros.");
        }
        if (uri.getScheme() == null || !Set.of("http", "https").contains(uri.getScheme()) || uri.getHost() == null) {
            return new Vetting.Refused("A webhook URL is absolute: https://host/path.");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return new Vetting.Refused("A webhook URL has no user info and no fragment.");
        }
        if (port(uri) < 1 || port(uri) > 65535) {
            return new Vetting.Refused("The port is not valid.");
        }
        if (uri.getHost().contains("%")) {
            return new Vetting.Refused("An IPv6 address in a webhook URL has no scope id.");
        }
        if (Metadata.isName(uri.getHost())) {
            return new Vetting.Refused(METADATA);
        }
        return vetAddresses(partner, uri, uri.getHost());
    }

    private Vetting vetAddresses(String partner, URI uri, String host) {
        List<InetAddress> addresses;
        try {
            addresses = List.of(addresses(host));
        } catch (UnknownHostException e) {
            return new Vetting.Refused("The host does not resolve.");
        }
        if (addresses.isEmpty()) {
            return new Vetting.Refused("The host does not resolve.");
        }
        if (addresses.stream().anyMatch(Metadata::contains)) {
            return new Vetting.Refused(METADATA);
        }
        boolean publicOnly = addresses.stream().allMatch(PublicAddresses::contains);
        if (!publicOnly && addresses.stream().anyMatch(PublicAddresses::contains)) {
            return new Vetting.Refused("The host has both public addresses and others.");
        }
        // localhost often has ::1 besides the 127.0.0.1 that an entry names: only what is named is called
        List<InetAddress> named = addresses.stream()
                .filter(address -> isInner(partner, host, port(uri), address))
                .toList();
        if (!named.isEmpty()) {
            return new Vetting.Allowed(uri, named);
        }
        if (!publicAllowed) {
            return new Vetting.Refused("Only addresses of the configured networks may be called in this profile.");
        }
        if (!publicOnly) {
            return new Vetting.Refused("The host has an address that is not public: private, local or reserved.");
        }
        if (!"https".equals(uri.getScheme())) {
            return new Vetting.Refused("Outside the configured networks a webhook URL is https.");
        }
        if (!PUBLIC_PORTS.contains(port(uri))) {
            return new Vetting.Refused("Outside the configured networks the port is 443 or 8443.");
        }
        return new Vetting.Allowed(uri, addresses);
    }

    /** A literal address needs no name server, and so no wait for one. */
    private InetAddress[] addresses(String host) throws UnknownHostException {
        if (host.startsWith("[") && host.endsWith("]")) {
            return new InetAddress[] {InetAddress.ofLiteral(host.substring(1, host.length() - 1))};
        }
        return DOTTED_QUAD.matcher(host).matches()
                ? new InetAddress[] {InetAddress.ofLiteral(host)}
                : resolver.resolve(host);
    }

    private boolean isInner(String partner, String host, int port, InetAddress address) {
        return anyHostIn.stream().anyMatch(block -> block.contains(address))
                || inner.stream().anyMatch(it -> it.names(partner, host, port) && it.contains(address));
    }

    static int port(URI uri) {
        return uri.getPort() != -1 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }

    @Produces
    @DefaultBean
    @ApplicationScoped
    static Resolver systemResolver() {
        return new BoundedResolver(InetAddress::getAllByName, Duration.ofSeconds(5));
    }
}
