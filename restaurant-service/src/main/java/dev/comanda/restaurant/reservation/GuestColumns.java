package dev.comanda.restaurant.reservation;

import dev.comanda.database.encryption.SealedColumn;
import dev.comanda.database.encryption.SealedColumns;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What of guests is encrypted in the database. */
@ApplicationScoped
class GuestColumns implements SealedColumns {
    @Override
    public List<SealedColumn> columns() {
        return List.of(
                SealedColumn.text("reservation", "contact_name"),
                SealedColumn.text("reservation", "contact_phone"),
                SealedColumn.text("reservation", "contact_email"));
    }
}
