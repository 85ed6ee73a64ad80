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
 * Decides whether a webhook URL may be called, at registration, at change and again before every send. A name counts as
 * all its addresses: one forbidden among them refuses it, and the caller connects to a vetted address itself, so a name
 * server that answers differently a moment later gains nothing (DNS rebinding).
 */
@ApplicationScoped
public class TargetPolicy {
    private static final Set<Integer> PUBLIC_PORTS = Set.of(443, 8443);
    private static final Pattern DOTTED_QUAD =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
    /** What an address parser may take for a number: decimal, octal and hexadecimal IPv4 in one to four parts. */
    private static final Pattern NUMERIC = Pattern.compile("(?i)(0x[0-9a-f]*|[0-9]+)(\\.(0x[0-9a-f]*|[0-9]+))*\\.?");

    private final List<Cidr> allowed;
    private final boolean publicAllowed;
    private final Resolver resolver;

    @Inject
    TargetPolicy(TargetConfig config, Resolver resolver) {
        this(config.allow().orElse(List.of()), config.publicAllowed(), resolver);
    }

    TargetPolicy(List<String> allowed, boolean publicAllowed, Resolver resolver) {
        this.allowed = allowed.stream().map(String::strip).map(Cidr::of).toList();
        this.publicAllowed = publicAllowed;
        this.resolver = resolver;
    }

    /** Never throws; the name is looked up, so it may take as long as that. */
    public Vetting vet(String url) {
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
        return vetAddresses(uri, uri.getHost());
    }

    private Vetting vetAddresses(URI uri, String host) {
        List<InetAddress> addresses;
        try {
            addresses = List.of(resolver.resolve(host));
        } catch (UnknownHostException e) {
            return new Vetting.Refused("The host does not resolve.");
        }
        if (addresses.isEmpty()) {
            return new Vetting.Refused("The host does not resolve.");
        }
        if (addresses.stream().allMatch(this::isAllowed)) {
            return new Vetting.Allowed(uri, addresses);
        }
        if (!publicAllowed) {
            return new Vetting.Refused("Only addresses of the configured networks may be called in this profile.");
        }
        if (!addresses.stream().allMatch(address -> isAllowed(address) || PublicAddresses.contains(address))) {
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

    private boolean isAllowed(InetAddress address) {
        return allowed.stream().anyMatch(block -> block.contains(address));
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
