package dev.comanda.partners.registry;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;

/** What stays of a partner that an operator removed: that it was removed, and the ids of the events that it sent. */
@ApplicationScoped
class RemovedPartners {
    private final Jdbi jdbi;
    private final InstantSource clock;

    RemovedPartners(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    boolean contains(String id) {
        return jdbi.withHandle(db -> db.createQuery("select exists(select from removed_partner where partner_id = ?)")
                .bind(0, id)
                .mapTo(Boolean.class)
                .one());
    }

    /** Before the partner's rows go, under the lock of its own row, so that no event is stored meanwhile. */
    void add(String id) {
        jdbi.useHandle(db -> {
            db.execute("""
                    insert into removed_partner (partner_id, removed_at) values (?, ?)
                    on conflict (partner_id) do update set removed_at = excluded.removed_at
                    """, id, clock.instant());
            db.execute("""
                    insert into removed_event (partner_id, event_id, event_type, body_hash, occurred_at, received_at,
                                               status, error, handled_at)
                    select partner_id, event_id, event_type, body_hash, occurred_at, received_at,
                           case when status in ('received', 'waiting') then 'ignored' else status end,
                           case when status in ('received', 'waiting') then 'the partner was removed' else error end,
                           handled_at
                      from inbound_event where partner_id = ?
                    """, id);
        });
    }

    /** The partner is registered again: what it once sent counts as received, and has no effect any more. */
    void restore(String id) {
        jdbi.useHandle(db -> {
            db.execute("delete from removed_partner where partner_id = ?", id);
            db.execute("""
                    with old as (delete from removed_event where partner_id = ? returning *)
                    insert into inbound_event (partner_id, event_id, event_type, ordering_key, body_hash, occurred_at,
                                               received_at, status, next_attempt_at, error, handled_at)
                    select partner_id, event_id, event_type, '', body_hash, occurred_at,
                           received_at, status, received_at, error, handled_at
                      from old order by received_at
                    """, id);
        });
    }
}
