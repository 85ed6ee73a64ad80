package dev.comanda.partners.registry;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The rows of the partner table, one method per change. */
@ApplicationScoped
public class Partners {
    private static final String COLUMNS =
            "id, name, webhook_url, contact_email, events, may_send, status, blocked_until, created_at";

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

    /** False when the id is taken. */
    boolean insert(Partner partner) {
        return jdbi.withHandle(db -> db.createUpdate("""
                        with added as (
                            insert into partner (id, name, webhook_url, contact_email, events, may_send, created_at)
                            values (:id, :name, :webhookUrl, :contactEmail, :events, :maySend, :createdAt)
                            on conflict (id) do nothing
                            returning id)
                        insert into feed (partner_id) select id from added
                        """)
                        .bindMethods(partner)
                        .bindArray("events", String.class, partner.events())
                        .bind("maySend", array(partner.maySend()))
                        .execute()
                == 1);
    }

    void update(Partner partner) {
        jdbi.useHandle(db -> db.createUpdate("""
                        update partner set name = :name, webhook_url = :webhookUrl, contact_email = :contactEmail,
                               events = :events, may_send = :maySend
                         where id = :id
                        """)
                .bindMethods(partner)
                .bindArray("events", String.class, partner.events())
                .bind("maySend", array(partner.maySend()))
                .execute());
    }

    /**
     * Keeps everybody from the partner until the transaction ends; false when there is none. Waits for whoever numbers or
     * claims its deliveries and for the turns of its received events, then takes the partner before its lanes and events, as
     * everybody does.
     */
    boolean lockForRemoval(String id) {
        return jdbi.withHandle(db -> {
            db.execute("select from feed where partner_id = ? for update", id);
            db.execute("select pg_advisory_xact_lock(hashtextextended('handling/' || ?, 0))", id);
            return db.createQuery("select id from partner where id = ? for update")
                    .bind(0, id)
                    .mapTo(String.class)
                    .findOne()
                    .isPresent();
        });
    }

    /** With all its rows, under {@link #lockForRemoval}. */
    void delete(String id) {
        jdbi.useHandle(db -> {
            db.execute("delete from inbound_event where partner_id = ?", id);
            db.execute("delete from partner where id = ?", id);
        });
    }

    /** Remembers that the partner can sign by Standard Webhooks, so that nothing weaker passes from now on. */
    public void markStandard(String id, Instant now) {
        jdbi.useHandle(
                db -> db.createUpdate("""
                        update partner set verified_standard_at = :now where id = :id and verified_standard_at is null
                        """).bind("now", now).bind("id", id).execute());
    }

    private static String @Nullable [] array(@Nullable List<String> texts) {
        return texts == null ? null : texts.toArray(String[]::new);
    }
}
