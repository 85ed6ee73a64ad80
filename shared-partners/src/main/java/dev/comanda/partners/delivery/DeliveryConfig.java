package dev.comanda.partners.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;

/** How deliveries are tried. */
@ConfigMapping(prefix = "comanda.delivery")
public interface DeliveryConfig {
    /** The wait before each further try, such as {@code 5s}; {@code 60s*60} stands for sixty of them. */
    @WithDefault("5s,5m,30m,2h,5h,10h,10h")
    List<String> schedule();

    /** One deadline over name lookup, connect, TLS, headers and body. */
    @WithDefault("10s")
    @DurationMin(millis = 100)
    Duration deadline();

    /** Calls in flight at once in this process, over all partners. */
    @WithDefault("64")
    @Min(1) int slots();

    /** The safety net under the wake-ups. */
    @WithDefault("1s")
    @DurationMin(millis = 1)
    Duration poll();

    /** How long after its publication an event may be tried, at the most: the schedule with its jitter and patience. */
    default Duration horizon() {
        return RetrySchedule.horizon(schedule());
    }

    /** How long the dispatcher may say nothing to the database before its partners are another replica's. */
    default Duration lease() {
        return deadline().plusSeconds(20);
    }
}
