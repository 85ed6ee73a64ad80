package dev.comanda.restaurant.itinerary;

import dev.comanda.database.encryption.SealedColumn;
import dev.comanda.database.encryption.SealedColumns;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What of providers is encrypted in the database. */
@ApplicationScoped
class ProviderColumns implements SealedColumns {
    @Override
    public List<SealedColumn> columns() {
        return List.of(SealedColumn.text("itinerary_service", "provider_phone"));
    }
}
