package dev.comanda.partners.registry;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Creates at start the partners whose address and secret are configured, so that two companies can go live by
 * environment variables alone. What is in the database is never overwritten: a difference is logged. A partner that an
 * operator removed is not created again.
 */
@ApplicationScoped
class KnownPartners {
    private static final Logger LOG = Logger.getLogger(KnownPartners.class);

    private final PartnersConfig config;
    private final Partners partners;
    private final PartnerSecrets secrets;
    private final Registry registry;
    private final RemovedPartners removed;
    private final InstantSource clock;

    KnownPartners(
            PartnersConfig config,
            Partners partners,
            PartnerSecrets secrets,
            Registry registry,
            RemovedPartners removed,
            InstantSource clock) {
        this.config = config;
        this.partners = partners;
        this.secrets = secrets;
        this.registry = registry;
        this.removed = removed;
        this.clock = clock;
    }

    void create(@Observes StartupEvent event) {
        config.known().forEach((code, known) -> known.webhookUrl().ifPresent(url -> create(code, known, url)));
    }

    private void create(String code, PartnersConfig.Known known, String url) {
        Optional<Partner> there = partners.find(code);
        if (there.isPresent()) {
            if (!there.get().webhookUrl().equals(url) || !isCurrent(code, known.webhookSecret())) {
                LOG.warnf("partner %s has another webhook URL or secret than is configured", code);
            }
        } else if (removed.contains(code)) {
            LOG.warnf(
                    "partner %s is configured, but an operator removed it: register it with POST /partners/register to have"
                            + " it back",
                    code);
        } else if (registry.registerIfAbsent(new Registration(
                known.name(), url, code, null, null, null, known.webhookSecret().orElseThrow()))) {
            LOG.infof("partner %s created from the configuration", code);
        }
    }

    private boolean isCurrent(String code, Optional<String> configured) {
        return secrets.signatory(code, clock.instant())
                .map(partner -> partner.keyring().keys().getFirst().secret().value())
                .equals(configured);
    }
}
