package dev.comanda.web.access;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Refuses to start a service that everybody could call by mistake; the socket is not open yet when this is asked. */
@ApplicationScoped
class AccessStart {
    private static final Logger LOG = Logger.getLogger(AccessStart.class);
    private static final int MIN_TOKEN_CHARS = 16;

    private final AccessConfig config;
    private final String host;

    AccessStart(AccessConfig config, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.config = config;
        this.host = host;
    }

    void check(@Observes StartupEvent start) {
        refusal(config, host, LaunchMode.current() == LaunchMode.TEST).ifPresent(line -> {
            throw new ConfigurationException(line);
        });
        if (config.open()) {
            LOG.warn("Everyone on this machine may call this service: comanda.access.open is true.");
        }
    }

    /** The line that says what to change, if this must not start. */
    static Optional<String> refusal(AccessConfig config, String host, boolean test) {
        if (config.loopbackOnly() && !Loopback.isListenedOnBy(host)) {
            return Optional.of("quarkus.http.host is " + host
                    + ", but comanda.access.loopback-only is true: listen on localhost, or use the prod profile.");
        }
        try {
            NamedToken.parse(config.tokens().orElse(""));
        } catch (IllegalArgumentException malformed) {
            return Optional.of(String.valueOf(malformed.getMessage()));
        }
        if (config.open()) {
            return config.loopbackOnly() || test
                    ? Optional.empty()
                    : Optional.of("comanda.access.open is true without comanda.access.loopback-only:"
                            + " everybody on the network could call.");
        }
        return config.operatorToken()
                        .filter(token -> token.length() >= MIN_TOKEN_CHARS)
                        .isPresent()
                ? Optional.empty()
                : Optional.of("COMANDA_OPERATOR_TOKEN is missing or shorter than " + MIN_TOKEN_CHARS + " characters.");
    }
}
