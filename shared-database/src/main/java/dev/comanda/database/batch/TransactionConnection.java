package dev.comanda.database.batch;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;

/** Runs the statements of a {@link Batch} in the JTA transaction at hand, for what is written singly too. */
@ApplicationScoped
public class TransactionConnection {
    private final AgroalDataSource dataSource;

    TransactionConnection(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * @throws IllegalStateException with the SQLException as its cause
     * @throws jakarta.transaction.TransactionalException when there is no transaction
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public <T> T call(Statements<T> statements) {
        try (Connection connection = dataSource.getConnection()) {
            return statements.run(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is run on the transaction's connection. */
    @FunctionalInterface
    public interface Statements<T> {
        T run(Connection connection) throws SQLException;
    }
}
