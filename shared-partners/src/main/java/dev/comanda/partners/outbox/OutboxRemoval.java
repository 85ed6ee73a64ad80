package dev.comanda.partners.outbox;

import dev.comanda.partners.registry.RemovalListener;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;

/** Removes what was to be sent to a partner together with the partner: its lanes, then their deliveries, as everywhere. */
@ApplicationScoped
class OutboxRemoval implements RemovalListener {
    private final Jdbi jdbi;

    OutboxRemoval(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void removed(String partnerId) {
        jdbi.useHandle(db -> {
            db.execute("""
                    delete from lane where id = any(array(
                        select id from lane where partner_id = ? order by id for update))
                    """, partnerId);
            db.execute("delete from delivery where partner_id = ? and sequence is not null", partnerId);
            db.execute("delete from delivery where partner_id = ? and sequence is null", partnerId);
        });
    }
}
