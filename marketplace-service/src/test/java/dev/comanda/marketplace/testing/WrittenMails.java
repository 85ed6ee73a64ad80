package dev.comanda.marketplace.testing;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** The mails that were written, sent or not. */
@ApplicationScoped
public class WrittenMails {
    private final Jdbi jdbi;

    WrittenMails(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The templates of those about a booking, oldest first; with {@code skipped} where nobody gave an address. */
    public List<String> about(String bookingId) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select template || case status when 'skipped' then ' skipped' else '' end
                          from mail where starts_with(key, ?) order by id
                        """)
                .bind(0, "booking:" + bookingId + ":")
                .mapTo(String.class)
                .list());
    }
}
