package dev.comanda.mail;

import dev.comanda.database.encryption.SealedColumn;
import dev.comanda.database.encryption.SealedColumns;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What of mails is encrypted in the database. */
@ApplicationScoped
class MailColumns implements SealedColumns {
    @Override
    public List<SealedColumn> columns() {
        return List.of(SealedColumn.besideItsKey("mail", "content", "content_key", "'mail/' || key"));
    }
}
