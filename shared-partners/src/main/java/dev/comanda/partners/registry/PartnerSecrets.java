package dev.comanda.partners.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.comanda.database.encryption.ColumnCipher;
import dev.comanda.database.encryption.Encrypted;
import dev.comanda.signing.Keyring;
import dev.comanda.signing.Secret;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The rows of the secret table: encrypted, each bound to its partner, several while one is being rotated. */
@ApplicationScoped
public class PartnerSecrets {
    private static final Logger LOG = Logger.getLogger(PartnerSecrets.class);
    private static final String NOBODY = "partner_secret of nobody";

    private final Jdbi jdbi;
    private final ColumnCipher cipher;
    private final Encrypted nobody;

    PartnerSecrets(Jdbi jdbi, ColumnCipher cipher) {
        this.jdbi = jdbi;
        this.cipher = cipher;
        this.nobody = seal(Secret.generate(new SecureRandom()), NOBODY);
    }

    /** Who may sign as this partner; empty, after as many decryptions as for a partner with one secret, when there is none. */
    public Optional<Signatory> signatory(String partnerId, Instant now) {
        List<SecretRow> rows = jdbi.withHandle(db -> db.createQuery("""
                        select p.id partner_id, p.status, p.verified_standard_at, p.events = '{*}' observer, p.may_send,
                               s.key_id, s.ciphertext, s.encryption_key_id, s.last_seen_in
                          from partner p join partner_secret s on s.partner_id = p.id
                         where p.id = :id and (s.expires_at is null or s.expires_at > :now)
                         order by s.created_at desc, s.key_id desc
                        """)
                .bind("id", partnerId)
                .bind("now", now)
                .mapTo(SecretRow.class)
                .list());
        if (rows.isEmpty()) {
            open(nobody, NOBODY); // else the time of a refusal tells which partner ids exist
            return Optional.empty();
        }
        SecretRow first = rows.getFirst();
        Map<String, Optional<Instant>> seen = new HashMap<>();
        rows.forEach(row -> seen.put(row.keyId(), Optional.ofNullable(row.lastSeenIn())));
        return Optional.of(new Signatory(
                partnerId,
                first.status(),
                first.verifiedStandardAt() != null,
                new MaySend(first.observer(), first.maySend()),
                keyring(rows),
                Map.copyOf(seen)));
    }

    /**
     * What each of these partners' requests are to be signed with. A partner whose secrets cannot be decrypted is left out,
     * so that it stops nobody else's deliveries.
     */
    public Map<String, Keyring> signingKeys(Collection<String> partnerIds, Instant now) {
        Map<String, List<SecretRow>> rows = new HashMap<>();
        jdbi.useHandle(db -> db.createQuery("""
                        select s.partner_id, 'active' status, null::timestamptz verified_standard_at,
                               false observer, null::text[] may_send,
                               s.key_id, s.ciphertext, s.encryption_key_id, s.last_seen_in
                          from partner_secret s
                         where s.partner_id = any(:ids) and (s.expires_at is null or s.expires_at > :now)
                         order by s.created_at desc, s.key_id desc
                        """)
                .bindArray("ids", String.class, partnerIds)
                .bind("now", now)
                .mapTo(SecretRow.class)
                .forEach(row -> rows.computeIfAbsent(row.partnerId(), id -> new ArrayList<>())
                        .add(row)));
        Map<String, Keyring> rings = new HashMap<>();
        rows.forEach((id, own) -> {
            try {
                rings.put(id, keyring(mostLikelyKnownFirst(own)));
            } catch (IllegalStateException e) {
                LOG.errorf("Nothing can be signed for partner %s: %s", id, e.getMessage());
            }
        });
        return rings;
    }

    /** Whether some other partner may sign with this secret now. Only registration and rotation ask. */
    boolean usedByAnother(Secret secret, String partnerId, Instant now) {
        return jdbi.withHandle(
                db -> db.createQuery("""
                        select partner_id, 'active' status, null::timestamptz verified_standard_at,
                               false observer, null::text[] may_send,
                               key_id, ciphertext, encryption_key_id, last_seen_in
                          from partner_secret
                         where partner_id <> :id and (expires_at is null or expires_at > :now)
                        """).bind("id", partnerId).bind("now", now).mapTo(SecretRow.class).stream()
                        .anyMatch(row -> isReadably(secret, row)));
    }

    void insert(String partnerId, String keyId, Secret secret, Instant now) {
        Encrypted encrypted = seal(secret, owner(partnerId));
        jdbi.useHandle(db -> db.createUpdate("""
                        insert into partner_secret (partner_id, key_id, ciphertext, encryption_key_id, created_at)
                        values (:partnerId, :keyId, :ciphertext, :encryptionKeyId, :now)
                        """)
                .bind("partnerId", partnerId)
                .bind("keyId", keyId)
                .bind("ciphertext", encrypted.bytes())
                .bind("encryptionKeyId", encrypted.keyId())
                .bind("now", now)
                .execute());
    }

    /** Gives every secret that is current an end, and none that has one already a later one. */
    void retire(String partnerId, Instant until) {
        jdbi.useHandle(db ->
                db.createUpdate("""
                        update partner_secret set expires_at = least(expires_at, :until) where partner_id = :id
                        """).bind("until", until).bind("id", partnerId).execute());
    }

    /** Notes, to the minute, that the partner signed with this key; a write per event would cost more than it tells. */
    public void seen(String partnerId, String keyId, Instant now) {
        jdbi.useHandle(db -> db.createUpdate("""
                        update partner_secret set last_seen_in = :now
                         where partner_id = :partnerId and key_id = :keyId
                           and (last_seen_in is null or last_seen_in < :now - interval '1 minute')
                        """)
                .bind("now", now)
                .bind("partnerId", partnerId)
                .bind("keyId", keyId)
                .execute());
    }

    /** Notes many at once, each only if it is later than what is known. */
    void seen(Map<KeyName, Instant> uses) {
        List<Map.Entry<KeyName, Instant>> ordered = uses.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing(KeyName::partnerId).thenComparing(KeyName::keyId)))
                .toList();
        jdbi.useHandle(db -> db.createUpdate("""
                        update partner_secret s set last_seen_in = u.at
                          from (select * from unnest(:partners, :keys, :times) u (partner_id, key_id, at)) u
                         where s.partner_id = u.partner_id and s.key_id = u.key_id
                           and (s.last_seen_in is null or s.last_seen_in < u.at)
                        """)
                .bindArray(
                        "partners",
                        String.class,
                        ordered.stream().map(use -> use.getKey().partnerId()).toList())
                .bindArray(
                        "keys",
                        String.class,
                        ordered.stream().map(use -> use.getKey().keyId()).toList())
                .bindArray(
                        "times",
                        OffsetDateTime.class,
                        ordered.stream()
                                .map(use -> use.getValue().atOffset(ZoneOffset.UTC))
                                .toList())
                .execute());
    }

    /** The secret of these bytes; IllegalStateException when they cannot be decrypted. */
    Secret open(String partnerId, Encrypted encrypted) {
        return open(encrypted, owner(partnerId));
    }

    List<SecretState> states(String partnerId) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select key_id, last_seen_in, expires_at from partner_secret
                         where partner_id = :id order by created_at desc
                        """)
                .bind("id", partnerId)
                .mapTo(SecretState.class)
                .list());
    }

    /** While a rotated partner has not shown that it knows the newest, the one-valued headers keep what it used last. */
    private static List<SecretRow> mostLikelyKnownFirst(List<SecretRow> newestFirst) {
        SecretRow likely = newestFirst.stream()
                .filter(row -> row.lastSeenIn() != null)
                .findFirst()
                .orElse(newestFirst.getLast());
        List<SecretRow> ordered = new ArrayList<>(newestFirst);
        ordered.remove(likely);
        ordered.addFirst(likely);
        return ordered;
    }

    private Keyring keyring(List<SecretRow> rows) {
        return new Keyring(rows.stream()
                .map(row -> new Keyring.Key(row.keyId(), open(row)))
                .toList());
    }

    /** One damaged row must not end all registrations. */
    private boolean isReadably(Secret secret, SecretRow row) {
        try {
            return open(row).equals(secret);
        } catch (IllegalStateException e) {
            LOG.errorf("A secret of partner %s cannot be read: %s", row.partnerId(), e.getMessage());
            return false;
        }
    }

    private Secret open(SecretRow row) {
        return open(new Encrypted(row.encryptionKeyId(), row.ciphertext()), owner(row.partnerId()));
    }

    private Encrypted seal(Secret secret, String owner) {
        return cipher.encrypt(secret.value().getBytes(StandardCharsets.UTF_8), owner);
    }

    private Secret open(Encrypted encrypted, String owner) {
        byte[] text = cipher.decrypt(encrypted, owner);
        return new Secret(new String(text, StandardCharsets.UTF_8));
    }

    private static String owner(String partnerId) {
        return "partner_secret/" + partnerId;
    }

    /** Key ids are unique within a partner. */
    record KeyName(String partnerId, String keyId) {}

    /** As joined with its partner. */
    @SuppressWarnings("ArrayRecordComponent") // only ever read, never compared
    public record SecretRow(
            String partnerId,
            PartnerStatus status,
            @Nullable Instant verifiedStandardAt,
            boolean observer,
            @Nullable List<String> maySend,
            String keyId,
            byte[] ciphertext,
            String encryptionKeyId,
            @Nullable Instant lastSeenIn) {}

    /** What an operator may know of a secret. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record SecretState(
            String keyId,
            @Nullable Instant lastSeenIn,
            @Nullable Instant expiresAt) {}
}
