package dev.comanda.partners.registry;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Creates at start the partners whose address and secret are configured, so that two companies can go live by
 * environment variables alone. What is in the database is never overwritten: a difference is said, not mended.
 */
@ApplicationScoped
class KnownPartners {
    private static final Logger LOG = Logger.getLogger(KnownPartners.class);

    private final PartnersConfig config;
    private final Partners partners;
    private final Registry registry;

    KnownPartners(PartnersConfig config, Partners partners, Registry registry) {
        this.config = config;
        this.partners = partners;
        this.registry = registry;
    }

    void create(@Observes StartupEvent event) {
        config.known().forEach((code, known) -> {
            if (known.webhookUrl().isPresent() != known.webhookSecret().isPresent()) {
                throw new IllegalStateException(
                        "the webhook URL and the webhook secret of " + code + " must both be set, or neither");
            }
            known.webhookUrl().ifPresent(url -> create(code, known, url));
        });
    }

    private void create(String code, PartnersConfig.Known known, String url) {
        partners.find(code)
                .ifPresentOrElse(
                        there -> {
                            if (!there.webhookUrl().equals(url)) {
                                LOG.warnf("partner %s is registered with another webhook_url than configured", code);
                            }
                        },
                        () -> {
                            registry.registerIfAbsent(new Registration(
                                    known.name(),
                                    url,
                                    code,
                                    null,
                                    null,
                                    known.webhookSecret().orElseThrow()));
                            LOG.infof("partner %s created from the configuration", code);
                        });
    }
}
