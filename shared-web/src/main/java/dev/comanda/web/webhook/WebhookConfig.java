package dev.comanda.web.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Webhooks of whomever, before anybody knows whose. */
@ConfigMapping(prefix = "comanda.webhooks")
interface WebhookConfig {
    /** How many are read or stored at once in this process; more are answered 503. */
    @WithDefault("256")
    int inHand();
}
