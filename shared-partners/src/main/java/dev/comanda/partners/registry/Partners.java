package dev.comanda.partners.registry;

import dev.comanda.partners.wire.Hashes;
import dev.comanda.web.access.ApiKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The rows of the partner table, one method per change. */
@ApplicationScoped
public class Partners implements ApiKeys {
    private static final String COLUMNS =
            "id, name, webhook_url, contact_email, events, status, blocked_until, created_at";

    private final Jdbi jdbi;

    Partners(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public boolean exists(String id) {
        return find(id).isPresent();
    }

    /** Keeps the partner from being removed until the transaction ends; false when there is none. */
    public boolean hold(String id) {
        return jdbi.withHandle(db -> db.createQuery("select id from partner where id = :id for key share")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .isPresent());
    }

    public Optional<Partner> find(String id) {
        return jdbi.withHandle(db -> db.createQuery("select " + COLUMNS + " from partner where id = :id")
                .bind("id", id)
                .mapTo(Partner.class)
                .findOne());
    }

    /** As it stands, and as it stays until the transaction ends. */
    Optional<Partner> lock(String id) {
        return jdbi.withHandle(
                db -> db.createQuery("select " + COLUMNS + " from partner where id = :id for no key update")
                        .bind("id", id)
                        .mapTo(Partner.class)
                        .findOne());
    }

    /** In the order of their ids. */
    public List<Partner> all() {
        return jdbi.withHandle(db -> db.createQuery("select " + COLUMNS + " from partner order by id")
                .mapTo(Partner.class)
                .list());
    }

    @Override
    public @Nullable String partnerOf(String apiKey) {
        return jdbi.withHandle(db -> db.createQuery("select id from partner where api_key_hash = :hash")
                .bind("hash", hash(apiKey))
                .mapTo(String.class)
                .findOne()
                .orElse(null));
    }

    /** False when the id is taken. */
    boolean insert(Partner partner, String apiKey) {
        return jdbi.withHandle(db -> db.createUpdate("""
                        with added as (
                            insert into partner (id, name, webhook_url, contact_email, events, api_key_hash, created_at)
                            values (:id, :name, :webhookUrl, :contactEmail, :events, :hash, :createdAt)
                            on conflict (id) do nothing
                            returning id)
                        insert into feed (partner_id) select id from added
                        """)
                        .bindMethods(partner)
                        .bindArray("events", String.class, partner.events())
                        .bind("hash", hash(apiKey))
                        .execute()
                == 1);
    }

    void update(Partner partner) {
        jdbi.useHandle(db -> db.createUpdate("""
                        update partner set name = :name, webhook_url = :webhookUrl, contact_email = :contactEmail,
                               events = :events
                         where id = :id
                        """)
                .bindMethods(partner)
                .bindArray("events", String.class, partner.events())
                .execute());
    }

    /** Waits for whoever numbers or claims its deliveries, then takes the partner before its lanes, as everybody does. */
    boolean delete(String id) {
        return jdbi.withHandle(db -> {
            db.execute("select from feed where partner_id = ? for update", id);
            return db.execute("delete from partner where id = ?", id) == 1;
        });
    }

    /** Remembers that the partner can sign by Standard Webhooks, so that nothing weaker passes from now on. */
    public void markStandard(String id, Instant now) {
        jdbi.useHandle(
                db -> db.createUpdate("""
                        update partner set verified_standard_at = :now where id = :id and verified_standard_at is null
                        """).bind("now", now).bind("id", id).execute());
    }

    private static byte[] hash(String apiKey) {
        return Hashes.sha256(apiKey.getBytes(StandardCharsets.UTF_8));
    }
}
