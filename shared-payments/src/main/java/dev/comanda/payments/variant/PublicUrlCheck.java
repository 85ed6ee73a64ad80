package dev.comanda.payments.variant;

import dev.comanda.database.start.Placeholders;
import dev.comanda.database.start.StartupCheck;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * Whether {@code COMANDA_PUBLIC_URL} can begin the addresses that payment providers post to. In production it is https;
 * http is possible for this machine itself only, which is the default.
 */
public final class PublicUrlCheck implements StartupCheck {
    @Override
    public List<String> missing(String profile, Config config) {
        return config.getOptionalValue("comanda.public-url", String.class)
                .filter(url -> !Placeholders.isIn(url) && !isGood(url, StartupCheck.isProduction(profile)))
                .map(_ -> List.of(
                        "COMANDA_PUBLIC_URL is not valid: it is an https URL without query and fragment, such as"
                                + " https://restaurant.example"))
                .orElse(List.of());
    }

    private static boolean isGood(String text, boolean production) {
        try {
            URI url = new URI(text);
            return url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && ("https".equals(url.getScheme())
                            || ("http".equals(url.getScheme()) && (!production || isThisMachine(url.getHost()))));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isThisMachine(String host) {
        return Set.of("localhost", "127.0.0.1", "[::1]").contains(host);
    }
}
