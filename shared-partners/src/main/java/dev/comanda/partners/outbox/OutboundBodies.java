package dev.comanda.partners.outbox;

import dev.comanda.database.encryption.ColumnCipher;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;

/** The bodies of outbound events: encrypted in the database, because they hold what guests entrusted to us. */
@ApplicationScoped
public class OutboundBodies {
    /** What a body is bound to, as SQL. */
    public static final String OWNER = "'outbound/' || event_id";

    private final Jdbi jdbi;
    private final ColumnCipher cipher;

    OutboundBodies(Jdbi jdbi, ColumnCipher cipher) {
        this.jdbi = jdbi;
        this.cipher = cipher;
    }

    byte[] seal(byte[] body, String eventId) {
        return cipher.seal(body, owner(eventId));
    }

    /** The body as it is signed, of the stored value. */
    public byte[] open(byte[] stored, String eventId) {
        return cipher.open(stored, owner(eventId));
    }

    void forget(String orderingKey) {
        jdbi.useHandle(db -> db.execute("""
                        update outbound_event e
                           set forget = true,
                               body = case when (select bool_or(d.status = 'pending') from delivery d where d.event = e.id)
                                           then e.body end
                         where e.ordering_key = ? and e.body is not null
                        """, orderingKey));
    }

    /**
     * Removes bodies that are to be forgotten and that no partner has still to get.
     *
     * @return how many
     */
    public int removeForgotten(int max) {
        return jdbi.withHandle(db -> db.createUpdate("""
                        update outbound_event set body = null where id = any(array(
                            select e.id from outbound_event e
                             where e.forget and e.body is not null
                               and (select bool_or(d.status = 'pending') from delivery d where d.event = e.id)
                                   is not true
                             limit :max))
                        """).bind("max", max).execute());
    }

    private static String owner(String eventId) {
        return "outbound/" + eventId;
    }
}
