package dev.comanda.partners.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How received events are checked and handled. */
@ConfigMapping(prefix = "comanda.inbox")
public interface InboxConfig {
    /** How old an envelope may be: no id is forgotten sooner, so that no old event can repeat an effect. */
    @WithDefault("120d")
    @DurationMin(minutes = 5)
    Duration oldest();

    /** Turns handled at once in this process; a turn is up to 16 events of one partner. */
    @WithDefault("8")
    @Min(1) int slots();

    /**
     * Open (received or waiting) events that one partner may have here, at least 1; its webhooks beyond are answered 429.
     * Kept per partner, and over several replicas approximately.
     */
    @WithDefault("10000")
    int openPerPartner();

    /** The safety net under the wake-ups. */
    @WithDefault("1s")
    @DurationMin(millis = 1)
    Duration poll();

    /** The wait after a handler threw, doubling with each of its 8 tries. */
    @WithDefault("1s")
    @DurationMin(millis = 1)
    Duration backoff();
}
