package dev.comanda.partners.registry;

import dev.comanda.signing.Keyring;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is needed to believe a partner's signature.
 *
 * @param usesStandard it has verified by Standard Webhooks before
 * @param lastSeen per key id, when it last signed with it
 */
public record Signatory(
        String partnerId,
        PartnerStatus status,
        boolean usesStandard,
        MaySend maySend,
        Keyring keyring,
        Map<String, Optional<Instant>> lastSeen) {}
