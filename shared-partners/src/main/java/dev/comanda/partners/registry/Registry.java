package dev.comanda.partners.registry;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.comanda.database.queue.Wakeups;
import dev.comanda.partners.target.TargetPolicy;
import dev.comanda.partners.target.Vetting;
import dev.comanda.signing.Secret;
import dev.comanda.web.audit.Audit;
import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.text.LogText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
    private final PartnerKeys keys;
    private final RemovedPartners removed;
    private final Instance<RemovalListener> listeners;
    private final UnderstoodTypes types;
    private final TargetPolicy targets;
    private final Jdbi jdbi;
    private final Wakeups wakeups;
    private final InstantSource clock;
    private final Audit audit;
    private final SecureRandom random = new SecureRandom();

    Registry(
            PartnersConfig config,
            Partners partners,
            PartnerSecrets secrets,
            PartnerKeys keys,
            RemovedPartners removed,
            Instance<RemovalListener> listeners,
            UnderstoodTypes types,
            TargetPolicy targets,
            Jdbi jdbi,
            Wakeups wakeups,
            InstantSource clock,
            Audit audit) {
        this.config = config;
        this.partners = partners;
        this.secrets = secrets;
        this.keys = keys;
        this.removed = removed;
        this.listeners = listeners;
        this.types = types;
        this.targets = targets;
        this.jdbi = jdbi;
        this.wakeups = wakeups;
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
        Secret secret = adopted != null ? adopted : Secret.generate(random);
        lock();
        PartnerView view = PartnerView.of(add(id, registration, secret), types);
        return new Registered(view, secret.value(), keys.issue(id));
    }

    /**
     * For partners known from the configuration, whichever replica starts first. If the URL may not be called, this logs a
     * warning and registers the partner: when both sides start together, the other's name may not resolve yet, and each send
     * checks it again. Such a partner has no API key until an operator makes one.
     *
     * @return false when there is such a partner, or an operator removed it
     */
    @Transactional
    boolean registerIfAbsent(Registration registration) {
        lock();
        String id = registration.codeOrSlug();
        if (partners.exists(id) || removed.contains(id)) {
            return false;
        }
        if (targets.vet(id, registration.webhookUrl()) instanceof Vetting.Refused(String reason)) {
            LOG.warnf("nothing can be sent to partner %s for now: %s", id, LogText.of(reason));
        }
        Secret secret = registration.adopted();
        add(id, registration, secret != null ? secret : Secret.generate(random));
        return true;
    }

    /** Under {@link #lock}. */
    private Partner add(String id, Registration registration, Secret secret) {
        List<String> events = registration.events() == null ? config.publishes() : registration.events();
        requireSensible("events", events);
        if (registration.maySend() != null) {
            requireSensible("may_send", registration.maySend());
        }
        Partner partner = new Partner(
                id,
                registration.name(),
                registration.webhookUrl(),
                registration.contactEmail(),
                List.copyOf(events),
                registration.maySend(),
                PartnerStatus.ACTIVE,
                null,
                clock.instant());
        if (!partners.insert(partner)) {
            throw ProblemException.conflict("A partner with the code '" + id + "' is registered already.");
        }
        addSecret(id, secret);
        removed.restore(id);
        wakeups.afterCommit(PartnerDirectory.QUEUE);
        audit.record("partner.register", id, null, null, PartnerView.of(partner, types));
        return partner;
    }

    @Transactional
    Partner change(String id, PartnerChange change) {
        if (change.webhookUrl() != null) {
            requireAllowed(id, change.webhookUrl());
        }
        if (change.events() != null) {
            requireSensible("events", change.events());
        }
        if (change.maySend() != null) {
            change.maySend().ifPresent(types -> requireSensible("may_send", types));
        }
        Partner old = partners.lock(id).orElseThrow(() -> ProblemException.notFound("partner"));
        Partner changed = new Partner(
                id,
                change.name() == null ? old.name() : change.name(),
                change.webhookUrl() == null ? old.webhookUrl() : change.webhookUrl(),
                change.contactEmail() == null ? old.contactEmail() : change.contactEmail(),
                change.events() == null ? old.events() : List.copyOf(change.events()),
                change.maySend() == null ? old.maySend() : change.maySend().orElse(null),
                old.status(),
                old.blockedUntil(),
                old.createdAt());
        if (!changed.equals(old)) {
            partners.update(changed);
            wakeups.afterCommit(PartnerDirectory.QUEUE);
            audit.record("partner.change", id, null, PartnerView.of(old, types), PartnerView.of(changed, types));
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
        wakeups.afterCommit(PartnerDirectory.QUEUE);
        audit.record("partner.rotate_secret", id, null, null, Map.of("key_id", keyId, "previous_until", until));
        return new Rotation.Rotated(id, keyId, secret.value(), until);
    }

    /** A new API key beside the old one, which closes by itself at the end of the overlap. */
    @Transactional
    KeyRotation.Rotated rotateKey(String id, KeyRotation rotation) {
        Instant until = clock.instant().plus(Rotation.orDefault(rotation.overlap()));
        if (partners.lock(id).isEmpty()) {
            throw ProblemException.notFound("partner");
        }
        keys.retire(id, until);
        audit.record("partner.rotate_key", id, null, null, Map.of("previous_until", until));
        return new KeyRotation.Rotated(id, keys.issue(id), until);
    }

    @Transactional
    void remove(String id) {
        lock();
        if (!partners.lockForRemoval(id)) {
            throw ProblemException.notFound("partner");
        }
        PartnerView view = PartnerView.of(partners.find(id).orElseThrow(), types);
        removed.add(id);
        listeners.forEach(listener -> listener.removed(id));
        partners.delete(id);
        wakeups.afterCommit(PartnerDirectory.QUEUE);
        audit.record("partner.delete", id, null, view, null);
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

    private static void requireSensible(String field, List<String> types) {
        if (types.contains("*") && types.size() > 1) {
            throw ProblemException.invalid(field, "'*' stands for everything, so it must be the only entry.");
        }
    }
}
