package dev.comanda.partners.target;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Which addresses webhooks may be sent to. */
@ConfigMapping(prefix = "comanda.targets")
public interface TargetConfig {
    /**
     * CIDR blocks of partners inside our own networks; to these http and any port are allowed too. Environment:
     * {@code COMANDA_TARGETS_ALLOW}.
     */
    Optional<List<String>> allow();

    /** Whether public addresses may be called, by https on ports 443 and 8443. Off in demo and test. */
    @WithDefault("true")
    boolean publicAllowed();
}
