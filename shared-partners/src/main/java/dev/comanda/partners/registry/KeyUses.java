package dev.comanda.partners.registry;

import dev.comanda.database.queue.Wakeups;
import dev.comanda.web.text.LogText;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Which secrets partners sign with. A first use is stored before the webhook is: from then on deliveries are signed with that
 * secret, and nothing weaker than Standard Webhooks is accepted. Later uses are stored beside the requests, at most once a
 * minute for each secret.
 */
@ApplicationScoped
public class KeyUses {
    private static final Logger LOG = Logger.getLogger(KeyUses.class);
    private static final Duration EXACT_TO = Duration.ofMinutes(1);

    private final Partners partners;
    private final PartnerSecrets secrets;
    private final Wakeups wakeups;
    private final Map<PartnerSecrets.KeyName, Instant> stored = new ConcurrentHashMap<>();
    private final Map<PartnerSecrets.KeyName, Instant> toStore = new ConcurrentHashMap<>();

    KeyUses(Partners partners, PartnerSecrets secrets, Wakeups wakeups) {
        this.partners = partners;
        this.secrets = secrets;
        this.wakeups = wakeups;
    }

    /** Whether {@link #storeFirst} has something to write. */
    public boolean isFirst(Signatory partner, String keyId, boolean standard) {
        return (standard && !partner.usesStandard())
                || partner.lastSeen().getOrDefault(keyId, Optional.empty()).isEmpty();
    }

    /** Writes a first use. */
    public void storeFirst(Signatory partner, String keyId, boolean standard, Instant now) {
        if (standard && !partner.usesStandard()) {
            partners.markStandard(partner.partnerId(), now);
        }
        secrets.seen(partner.partnerId(), keyId, now);
        wakeups.afterCommit(PartnerDirectory.QUEUE);
    }

    /** Remembers a later use. Never blocks. */
    public void note(Signatory partner, String keyId, Instant now) {
        PartnerSecrets.KeyName key = new PartnerSecrets.KeyName(partner.partnerId(), keyId);
        Instant known = stored.get(key);
        if (known == null) {
            known = partner.lastSeen().getOrDefault(keyId, Optional.empty()).orElse(Instant.MIN);
            stored.put(key, known);
        }
        if (now.isAfter(known.plus(EXACT_TO))) {
            toStore.put(key, now);
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void store() {
        Map<PartnerSecrets.KeyName, Instant> some = new HashMap<>(toStore);
        if (some.isEmpty()) {
            return;
        }
        try {
            secrets.seen(some);
            stored.putAll(some);
            some.forEach(toStore::remove);
        } catch (RuntimeException e) {
            LOG.debugf("The last uses of %d secrets are stored later: %s", some.size(), LogText.of(e));
        }
    }
}
