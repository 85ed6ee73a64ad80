package dev.comanda.partners.operations;

import dev.comanda.database.encryption.SealedColumn;
import dev.comanda.database.encryption.SealedColumns;
import dev.comanda.partners.inbox.InboundBodies;
import dev.comanda.partners.outbox.OutboundBodies;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What of partners and their events is encrypted in the database. */
@ApplicationScoped
class PartnerColumns implements SealedColumns {
    @Override
    public List<SealedColumn> columns() {
        return List.of(
                SealedColumn.besideItsKey(
                        "partner_secret", "ciphertext", "encryption_key_id", "'partner_secret/' || partner_id"),
                SealedColumn.bytes("outbound_event", "body", OutboundBodies.OWNER),
                SealedColumn.bytes("inbound_event", "body", InboundBodies.OWNER));
    }
}
