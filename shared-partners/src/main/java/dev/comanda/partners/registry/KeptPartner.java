package dev.comanda.partners.registry;

import dev.comanda.signing.Keyring;
import dev.comanda.signing.Secret;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A partner in memory, ready to verify.
 *
 * @param secrets the newest first
 * @param damaged one of its secrets cannot be decrypted
 * @param lasting what {@link #signatory} answers while no secret has an end; else null
 */
record KeptPartner(
        String id,
        PartnerStatus status,
        boolean usesStandard,
        MaySend maySend,
        List<KeptSecret> secrets,
        boolean damaged,
        @Nullable Signatory lasting) {

    KeptPartner(
            String id,
            PartnerStatus status,
            boolean usesStandard,
            MaySend maySend,
            List<KeptSecret> secrets,
            boolean damaged) {
        this(
                id,
                status,
                usesStandard,
                maySend,
                secrets,
                damaged,
                secrets.isEmpty() || secrets.stream().anyMatch(secret -> secret.expiresAt() != null)
                        ? null
                        : signatory(id, status, usesStandard, maySend, secrets));
    }

    Optional<Signatory> signatory(Instant now) {
        if (lasting != null) {
            return Optional.of(lasting);
        }
        List<KeptSecret> current = current(now).toList();
        return current.isEmpty()
                ? Optional.empty()
                : Optional.of(signatory(id, status, usesStandard, maySend, current));
    }

    private Stream<KeptSecret> current(Instant now) {
        return secrets.stream()
                .filter(secret ->
                        secret.expiresAt() == null || secret.expiresAt().isAfter(now));
    }

    private static Signatory signatory(
            String id, PartnerStatus status, boolean usesStandard, MaySend maySend, List<KeptSecret> secrets) {
        Map<String, Optional<Instant>> seen = new HashMap<>();
        secrets.forEach(secret -> seen.put(secret.keyId(), Optional.ofNullable(secret.lastSeenIn())));
        return new Signatory(id, status, usesStandard, maySend, ring(secrets), Map.copyOf(seen));
    }

    private static Keyring ring(List<KeptSecret> secrets) {
        return new Keyring(secrets.stream()
                .map(secret -> new Keyring.Key(secret.keyId(), secret.secret()))
                .toList());
    }

    /**
     * One secret.
     *
     * @param expiresAt it counts before this moment; null for one without an end
     * @param lastSeenIn when the partner signed with it last, to the minute; null before the first time
     */
    record KeptSecret(
            String keyId,
            Secret secret,
            @Nullable Instant expiresAt,
            @Nullable Instant lastSeenIn) {}
}
