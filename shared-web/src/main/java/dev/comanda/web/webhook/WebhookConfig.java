package dev.comanda.web.webhook;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Webhooks of whomever, before anybody knows whose. Partners and payment providers have a budget each, of this size. */
@ConfigMapping(prefix = "comanda.webhooks")
interface WebhookConfig {
    /** Bytes of large or chunked bodies in memory at once; a further one is answered 503. At least 1 MiB. */
    @WithDefault("64M")
    MemorySize bytesInHand();

    /** What one source address (IPv6: one /64) may take of {@link #bytesInHand()}. At least 1 MiB. */
    @WithDefault("8M")
    MemorySize bytesPerSource();
}
