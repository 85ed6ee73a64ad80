package dev.comanda.partners.registry;

import dev.comanda.partners.wire.Hashes;
import dev.comanda.web.access.ApiKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The API keys of partners, kept as digests: one that is current, and older ones until their overlap ends. */
@ApplicationScoped
class PartnerKeys implements ApiKeys {
    private final Jdbi jdbi;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    PartnerKeys(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    @Override
    public @Nullable String partnerOf(String apiKey) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select partner_id from partner_key
                         where hash = :hash and (expires_at is null or expires_at > :now)
                        """)
                .bind("hash", hash(apiKey))
                .bind("now", clock.instant())
                .mapTo(String.class)
                .findOne()
                .orElse(null));
    }

    /** A new key of the partner. The text is shown once and kept nowhere. */
    String issue(String partnerId) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        String text = "cmd_" + Base64.getUrlEncoder().withoutPadding().encodeToString(key);
        jdbi.useHandle(db -> db.execute(
                "insert into partner_key (hash, partner_id, created_at) values (?, ?, ?)",
                hash(text),
                partnerId,
                clock.instant()));
        return text;
    }

    /** Gives every key of the partner an end, none a later one than it has, and forgets those that have ended. */
    void retire(String partnerId, Instant until) {
        jdbi.useHandle(db -> {
            db.execute("delete from partner_key where partner_id = ? and expires_at <= ?", partnerId, clock.instant());
            db.execute(
                    "update partner_key set expires_at = least(expires_at, ?) where partner_id = ?", until, partnerId);
        });
    }

    private static byte[] hash(String apiKey) {
        return Hashes.sha256(apiKey.getBytes(StandardCharsets.UTF_8));
    }
}
