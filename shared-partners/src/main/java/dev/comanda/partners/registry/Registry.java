package dev.comanda.partners.registry;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.comanda.partners.target.TargetPolicy;
import dev.comanda.partners.target.Vetting;
import dev.comanda.signing.Secret;
import dev.comanda.web.audit.Audit;
import dev.comanda.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Registering, changing and removing partners. */
@ApplicationScoped
public class Registry {
    private static final Logger LOG = Logger.getLogger(Registry.class);
    private static final Set<String> RESERVED = Set.of("register");

    private final PartnersConfig config;
    private final Partners partners;
    private final PartnerSecrets secrets;
    private final TargetPolicy targets;
    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Audit audit;
    private final SecureRandom random = new SecureRandom();

    Registry(
            PartnersConfig config,
            Partners partners,
            PartnerSecrets secrets,
            TargetPolicy targets,
            Jdbi jdbi,
            InstantSource clock,
            Audit audit) {
        this.config = config;
        this.partners = partners;
        this.secrets = secrets;
        this.targets = targets;
        this.jdbi = jdbi;
        this.clock = clock;
        this.audit = audit;
    }

    @Transactional
    Registered register(Registration registration) {
        String id = registration.codeOrSlug();
        if (RESERVED.contains(id) || id.equals(config.selfId())) {
            throw ProblemException.invalid("code", "This code is reserved.");
        }
        @Nullable Secret adopted = registration.adopted();
        requireAllowed(id, registration.webhookUrl());
        return add(id, registration, adopted);
    }

    /**
     * For partners known from the configuration, whichever replica starts first. A URL that may not be called is said, not
     * refused: the other side's name may not resolve yet when both start together, and each send looks again.
     */
    @Transactional
    void registerIfAbsent(Registration registration) {
        lock();
        String id = registration.codeOrSlug();
        if (!partners.exists(id)) {
            if (targets.vet(id, registration.webhookUrl()) instanceof Vetting.Refused(String reason)) {
                LOG.warnf("nothing can be sent to partner %s for now: %s", id, reason);
            }
            add(id, registration, registration.adopted());
        }
    }

    private Registered add(String id, Registration registration, @Nullable Secret adopted) {
        List<String> events = registration.events() == null ? config.publishes() : registration.events();
        requireSensible(events);
        Secret secret = adopted != null ? adopted : Secret.generate(random);
        String apiKey = newApiKey();
        lock();
        Partner partner = new Partner(
                id,
                registration.name(),
                registration.webhookUrl(),
                registration.contactEmail(),
                List.copyOf(events),
                PartnerStatus.ACTIVE,
                null,
                clock.instant());
        if (!partners.insert(partner, apiKey)) {
            throw ProblemException.conflict("A partner with the code '" + id + "' is registered already.");
        }
        addSecret(id, secret);
        audit.record("partner.register", id, null, null, PartnerView.of(partner));
        return new Registered(PartnerView.of(partner), secret.value(), apiKey);
    }

    @Transactional
    Partner change(String id, PartnerChange change) {
        if (change.webhookUrl() != null) {
            requireAllowed(id, change.webhookUrl());
        }
        if (change.events() != null) {
            requireSensible(change.events());
        }
        Partner old = partners.lock(id).orElseThrow(() -> ProblemException.notFound("partner"));
        Partner changed = new Partner(
                id,
                change.name() == null ? old.name() : change.name(),
                change.webhookUrl() == null ? old.webhookUrl() : change.webhookUrl(),
                change.contactEmail() == null ? old.contactEmail() : change.contactEmail(),
                change.events() == null ? old.events() : List.copyOf(change.events()),
                old.status(),
                old.blockedUntil(),
                old.createdAt());
        if (!changed.equals(old)) {
            partners.update(changed);
            audit.record("partner.change", id, null, PartnerView.of(old), PartnerView.of(changed));
        }
        return changed;
    }

    /** A new secret beside the old one, which closes by itself at the end of the overlap. */
    @Transactional
    Rotation.Rotated rotate(String id, Rotation rotation) {
        Duration overlap = rotation.overlapOrDefault();
        @Nullable Secret adopted = rotation.adopted();
        Secret secret = adopted != null ? adopted : Secret.generate(random);
        lock();
        if (!partners.exists(id)) {
            throw ProblemException.notFound("partner");
        }
        Instant until = clock.instant().plus(overlap);
        secrets.retire(id, until);
        String keyId = addSecret(id, secret);
        audit.record("partner.rotate_secret", id, null, null, Map.of("key_id", keyId, "previous_until", until));
        return new Rotation.Rotated(id, keyId, secret.value(), until);
    }

    @Transactional
    void remove(String id) {
        lock();
        Partner removed = partners.find(id).orElseThrow(() -> ProblemException.notFound("partner"));
        partners.delete(id);
        audit.record("partner.delete", id, null, PartnerView.of(removed), null);
    }

    /** One registration at a time over all replicas, so that no two partners adopt one secret at the same moment. */
    private void lock() {
        jdbi.useHandle(db -> db.execute("select pg_advisory_xact_lock(hashtext('comanda.registry'))"));
    }

    private String addSecret(String partnerId, Secret secret) {
        if (secrets.usedByAnother(secret, partnerId, clock.instant())) {
            throw ProblemException.conflict("Another partner signs with this shared_secret.");
        }
        String keyId = "key_" + UlidCreator.getUlid();
        secrets.insert(partnerId, keyId, secret, clock.instant());
        return keyId;
    }

    private void requireAllowed(String partner, String webhookUrl) {
        if (targets.vet(partner, webhookUrl) instanceof Vetting.Refused(String reason)) {
            throw ProblemException.invalid("webhook_url", reason);
        }
    }

    private static void requireSensible(List<String> events) {
        if (events.contains("*") && events.size() > 1) {
            throw ProblemException.invalid("events", "'*' stands alone: such a partner is an observer of everything.");
        }
    }

    private String newApiKey() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return "cmd_" + Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }
}
