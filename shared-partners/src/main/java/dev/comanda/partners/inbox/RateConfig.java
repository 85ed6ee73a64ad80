package dev.comanda.partners.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Map;
import java.util.OptionalInt;

/** How many genuine webhooks one replica accepts from one partner. */
@ConfigMapping(prefix = "comanda.partners.rate")
public interface RateConfig {
    /** Webhooks per second of one partner, 0 to 1,000,000; 0 is no limit. */
    @WithDefault("0")
    @Min(0) @Max(TokenBucket.MOST) int perSecond();

    /** Webhooks of one partner at one moment, after a time without any; 1 to 1,000,000. */
    @WithDefault("1000")
    @Min(1) @Max(TokenBucket.MOST) int burst();

    /** Other limits for single partners, by partner id; what is absent is as for all. */
    Map<String, Limit> partner();

    /** The limit of one partner. */
    interface Limit {
        @Min(0) @Max(TokenBucket.MOST) OptionalInt perSecond();

        @Min(1) @Max(TokenBucket.MOST) OptionalInt burst();
    }
}
