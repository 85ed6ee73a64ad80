package dev.comanda.payments.mock;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How badly the mock provider behaves. */
@ConfigMapping(prefix = "comanda.payments.mock")
public interface MockConfig {
    /** How many times more than once each webhook is posted. */
    @WithDefault("0")
    int duplicate();

    /** Holds back every second webhook of a payment, the first one first, so that later ones overtake it. */
    @WithDefault("false")
    boolean reorder();

    /** How long after the event its webhook is posted. */
    @WithDefault("0s")
    Duration delay();

    /** Where this service is reached, without {@code /payments/process/...}; by default where it listens. */
    Optional<URI> webhookUrl();
}
