package dev.comanda.database.batch;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What a {@link GroupCommit} writes. */
@FunctionalInterface
public interface Batch<T, R> {
    /**
     * Writes all items in the transaction that is open on this connection, and leaves commit and rollback to the caller. It
     * is called again with single items when it fails with several, so it must have no effect outside the transaction.
     *
     * @param items 1 or more
     * @return one result for each item, in the order of the items
     */
    List<R> write(Connection connection, List<T> items) throws SQLException;
}
