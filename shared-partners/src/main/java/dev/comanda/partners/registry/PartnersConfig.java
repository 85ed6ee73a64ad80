package dev.comanda.partners.registry;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who we are to our partners, and whom we know before anybody registers. */
@ConfigMapping(prefix = "comanda.partners")
public interface PartnersConfig {
    /** Our own partner id: the {@code source} of our envelopes and our {@code X-Partner-ID}. */
    String selfId();

    /** The event types this service publishes: what a partner gets that does not say what it wants. */
    List<String> publishes();

    /** Partners with a quick form, by code. */
    Map<String, Known> known();

    /** Partners that may go on without Standard Webhooks headers after they have used them once. */
    Optional<Set<String>> allowUnversionedSignatures();

    /** A partner whose name, code and events are preset. */
    interface Known {
        String name();

        /** Together with {@link #webhookSecret()}: the partner is created at start when it is absent. */
        Optional<String> webhookUrl();

        Optional<String> webhookSecret();
    }
}
