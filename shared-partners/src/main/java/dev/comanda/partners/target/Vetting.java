package dev.comanda.partners.target;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;

/** What looking at a webhook URL came to. */
public sealed interface Vetting {
    /** Every address it has now may be called; connect to one of exactly these, without a second lookup. */
    record Allowed(URI uri, List<InetAddress> addresses) implements Vetting {
        public boolean tls() {
            return "https".equals(uri.getScheme());
        }

        public int port() {
            return TargetPolicy.port(uri);
        }

        /** The host as TLS and the Host header want it: IPv6 literals keep their brackets. */
        public String host() {
            return uri.getHost();
        }
    }

    /** It may not be called, for this reason, which whoever registered it may read. */
    record Refused(String reason) implements Vetting {}
}
