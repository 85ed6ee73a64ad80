package dev.comanda.partners.target;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Which addresses webhooks may be sent to. */
@ConfigMapping(prefix = "comanda.targets")
public interface TargetConfig {
    /**
     * Hosts inside our own networks that may be called, by http too: {@code [partner@]host=cidr:port}, separated by
     * commas, an IPv6 block in brackets. Only a webhook URL with exactly this host and port may lead into the block.
     * Environment: {@code COMANDA_TARGETS_ALLOW}.
     */
    Optional<List<String>> allow();

    /**
     * CIDR blocks that every host may lead into, on any port, by http too. For the profiles demo and test, where both
     * services run on one machine; every other profile refuses to start with it.
     */
    Optional<List<String>> anyHostIn();

    /** Whether public addresses may be called, by https on ports 443 and 8443. Off in demo and test. */
    @WithDefault("true")
    boolean publicAllowed();
}
