package dev.comanda.partners.operations;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long what was sent and received is kept. */
@ConfigMapping(prefix = "comanda.retention")
public interface RetentionConfig {
    /** Bodies and attempts of settled events; after it nothing can be resent. */
    @WithDefault("90d")
    @DurationMin(hours = 1)
    Duration payloads();

    /** Bodies of received events of types that nothing here handles; their ids and hashes stay. */
    @WithDefault("1d")
    Duration ignoredBodies();

    /** Ids and hashes: as long as any copy of an event could still arrive. */
    @WithDefault("120d")
    @DurationMin(hours = 1)
    Duration ids();

    /** Rows touched by one transaction: small enough not to be felt by the traffic beside it. */
    @WithDefault("1000")
    @Min(1) int batch();
}
