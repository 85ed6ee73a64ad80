package dev.comanda.database.read;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.jdbi.v3.core.Jdbi;

/**
 * Makes all queries of a transaction see the same moment. Otherwise each sees what was committed when it began, and an
 * answer made of two can tell of an effect without showing it.
 */
@ApplicationScoped
public class Snapshot {
    private final Jdbi jdbi;

    Snapshot(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** For a transaction that only reads, before its first query; PostgreSQL refuses it later. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void take() {
        jdbi.useHandle(db -> db.execute("set transaction isolation level repeatable read"));
    }
}
