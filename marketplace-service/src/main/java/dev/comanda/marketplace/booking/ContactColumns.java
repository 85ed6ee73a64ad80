package dev.comanda.marketplace.booking;

import dev.comanda.database.encryption.SealedColumn;
import dev.comanda.database.encryption.SealedColumns;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What of guests and providers is encrypted in the database. */
@ApplicationScoped
class ContactColumns implements SealedColumns {
    @Override
    public List<SealedColumn> columns() {
        return List.of(
                SealedColumn.text("event", "contact_name"),
                SealedColumn.text("event", "contact_phone"),
                SealedColumn.text("booking", "provider_email"));
    }
}
