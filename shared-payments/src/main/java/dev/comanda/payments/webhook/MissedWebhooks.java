package dev.comanda.payments.webhook;

import dev.comanda.payments.port.WebhookRequest;
import dev.comanda.payments.variant.Variant;
import dev.comanda.payments.variant.Variants;
import dev.comanda.web.problem.ProblemException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Takes in what providers say they could not deliver to us. Those that came after all are known by their id. */
@ApplicationScoped
class MissedWebhooks {
    private static final Logger LOG = Logger.getLogger(MissedWebhooks.class);
    private static final Duration LOOK_BACK = Duration.ofDays(30);

    private final Variants variants;
    private final ProviderReception reception;
    private final InstantSource clock;

    MissedWebhooks(Variants variants, ProviderReception reception, InstantSource clock) {
        this.variants = variants;
        this.reception = reception;
        this.clock = clock;
    }

    @Scheduled(every = "10m", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void catchUp() {
        variants.all().forEach(this::catchUp);
    }

    private void catchUp(Variant variant) {
        for (WebhookRequest missed :
                variant.provider().missedWebhooks(clock.instant().minus(LOOK_BACK))) {
            try {
                ProviderReception.Accepted accepted = reception.store(variant, missed);
                if (!accepted.status().equals("duplicate")) {
                    LOG.infof("a webhook of %s that never came: %s", variant.name(), accepted.status());
                }
            } catch (ProblemException unreadable) {
                LOG.warnf("an event in the list of %s cannot be read", variant.name());
            }
        }
    }
}
