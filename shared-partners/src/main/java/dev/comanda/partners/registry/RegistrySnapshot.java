package dev.comanda.partners.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All partners as the database had them at one moment. A secret that expires stops counting by the clock. */
public final class RegistrySnapshot {
    private final Map<String, KeptPartner> partners;

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
}
