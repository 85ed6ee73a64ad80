package dev.comanda.partners.registry;

import dev.comanda.signing.Keyring;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All partners as the database had them at one moment. A secret that expires stops counting by the clock. */
public final class RegistrySnapshot {
    private final Map<String, KeptPartner> partners;
    private final Map<String, List<Subscriber>> subscribers = new ConcurrentHashMap<>();

    RegistrySnapshot(List<KeptPartner> partners) {
        this.partners = partners.stream().collect(Collectors.toUnmodifiableMap(KeptPartner::id, Function.identity()));
    }

    /** Whether a secret of this partner cannot be decrypted. Ask {@link PartnerSecrets} about such a partner. */
    public boolean isDamaged(String partnerId) {
        KeptPartner partner = partners.get(partnerId);
        return partner != null && partner.damaged();
    }

    /** Who may sign as this partner now; empty for an unknown one and for one without a secret that counts. */
    public Optional<Signatory> signatory(String partnerId, Instant now) {
        KeptPartner partner = partners.get(partnerId);
        return partner == null ? Optional.empty() : partner.signatory(now);
    }

    /** What to sign this partner's requests with; empty for an unknown one, and for one with a damaged secret. */
    public Optional<Keyring> signingKeys(String partnerId, Instant now) {
        KeptPartner partner = partners.get(partnerId);
        return partner == null || partner.damaged() ? Optional.empty() : partner.signingKeys(now);
    }

    /** Where to send what is for this partner; empty for an unknown one. */
    public Optional<String> webhookUrl(String partnerId) {
        return Optional.ofNullable(partners.get(partnerId)).map(KeptPartner::webhookUrl);
    }

    /**
     * Who gets events of this type, in the order of the partners' ids.
     *
     * @param eventType one that this service publishes: the answer is kept
     */
    public List<Subscriber> subscribers(String eventType) {
        return subscribers.computeIfAbsent(
                eventType,
                type -> partners.values().stream()
                        .filter(partner -> partner.subscribesTo(type))
                        .map(partner -> new Subscriber(partner.id(), partner.observer()))
                        .sorted(Comparator.comparing(Subscriber::partnerId))
                        .toList());
    }

    /**
     * A partner that gets an event.
     *
     * @param observer whether it gets everything, so that nothing is addressed to it alone
     */
    public record Subscriber(String partnerId, boolean observer) {}
}
