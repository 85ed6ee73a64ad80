package dev.comanda.payments.payment;

import dev.comanda.payments.variant.PaymentsConfig;
import dev.comanda.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where a payment page may send a payer back to: a page of ours that pointed anywhere would serve who fishes for cards. */
@ApplicationScoped
class ReturnHosts {
    private final Set<String> hosts = new HashSet<>();

    ReturnHosts(PaymentsConfig config) {
        hosts.add(String.valueOf(config.publicUrl().getHost()));
        config.returnHosts()
                .orElse(List.of())
                .forEach(host -> hosts.add(host.strip().toLowerCase(Locale.ROOT)));
    }

    String checked(String field, String url) {
        try {
            URI uri = new URI(url);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (web
                    && uri.getUserInfo() == null
                    && uri.getHost() != null
                    && hosts.contains(uri.getHost().toLowerCase(Locale.ROOT))) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Refused below, like every other address that leads elsewhere.
        }
        throw ProblemException.invalid(field, "Must be an address on a host that comanda.payments.return-hosts lists.");
    }
}
