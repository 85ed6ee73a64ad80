package dev.comanda.payments.payment;

import dev.comanda.database.encryption.SealedColumn;
import dev.comanda.database.encryption.SealedColumns;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What of payments is encrypted in the database. */
@ApplicationScoped
class PaymentColumns implements SealedColumns {
    @Override
    public List<SealedColumn> columns() {
        return List.of(
                SealedColumn.besideItsKey("payment", "customer", "customer_key", "'customer/' || payment_id"),
                SealedColumn.besideItsKey("payment", "payer", "payer_key", "'payer/' || payment_id"),
                SealedColumn.besideItsKey(
                        "payment_operation", "request", "request_key", "'operation/' || operation_id"),
                SealedColumn.besideItsKey(
                        "provider_event", "body", "body_key", "'provider_event/' || variant || '/' || event_id"),
                SealedColumn.besideItsKey(
                        "mock_secret", "ciphertext", "encryption_key_id", "'mock_secret/' || variant"));
    }
}
