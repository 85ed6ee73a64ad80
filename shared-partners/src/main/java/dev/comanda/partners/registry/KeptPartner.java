package dev.comanda.partners.registry;

import dev.comanda.signing.Keyring;
import dev.comanda.signing.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A partner in memory, ready to verify and to sign.
 *
 * @param secrets the newest first
 * @param damaged one of its secrets cannot be decrypted
 * @param lasting what {@link #signatory} answers while no secret has an end; else null
 */
record KeptPartner(
        String id,
        String webhookUrl,
        List<String> events,
        PartnerStatus status,
        boolean usesStandard,
        MaySend maySend,
        List<KeptSecret> secrets,
        boolean damaged,
        @Nullable Signatory lasting) {

    KeptPartner(
            String id,
            String webhookUrl,
            List<String> events,
            PartnerStatus status,
            boolean usesStandard,
            MaySend maySend,
            List<KeptSecret> secrets,
            boolean damaged) {
        this(
                id,
                webhookUrl,
                events,
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

    /** The newest that the partner has used comes first, as {@link PartnerSecrets#signingKeys} orders them. */
    Optional<Keyring> signingKeys(Instant now) {
        List<KeptSecret> ordered = new ArrayList<>(current(now).toList());
        if (ordered.isEmpty()) {
            return Optional.empty();
        }
        KeptSecret used = ordered.stream()
                .filter(secret -> secret.lastSeenIn() != null)
                .findFirst()
                .orElse(ordered.getLast());
        ordered.remove(used);
        ordered.addFirst(used);
        return Optional.of(ring(ordered));
    }

    boolean observer() {
        return events.equals(List.of("*"));
    }

    boolean subscribesTo(String type) {
        return observer() || events.stream().anyMatch(entry -> covers(entry, type));
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

    private static boolean covers(String entry, String type) {
        return entry.endsWith(".*") ? type.startsWith(entry.substring(0, entry.length() - 1)) : entry.equals(type);
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
