package dev.comanda.partners.inbox;

import dev.comanda.database.encryption.ColumnCipher;
import jakarta.enterprise.context.ApplicationScoped;

/** The bodies of received events: encrypted in the database, because they hold what guests entrusted to our partners. */
@ApplicationScoped
public class InboundBodies {
    /** What a body is bound to, as SQL. */
    public static final String OWNER = "'inbound/' || partner_id || '/' || event_id";

    private final ColumnCipher cipher;

    InboundBodies(ColumnCipher cipher) {
        this.cipher = cipher;
    }

    byte[] seal(byte[] body, String partnerId, String eventId) {
        return cipher.seal(body, owner(partnerId, eventId));
    }

    byte[] open(byte[] stored, String partnerId, String eventId) {
        return cipher.open(stored, owner(partnerId, eventId));
    }

    private static String owner(String partnerId, String eventId) {
        return "inbound/" + partnerId + "/" + eventId;
    }
}
