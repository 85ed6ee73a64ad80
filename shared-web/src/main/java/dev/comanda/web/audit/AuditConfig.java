package dev.comanda.web.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the trail is kept. */
@ConfigMapping(prefix = "comanda.audit")
interface AuditConfig {
    /** The age at which a row is removed. */
    @WithDefault("400d")
    Duration retention();
}
