package dev.comanda.database.batch;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.security.SimplePassword;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Opens connections like those of the pool, limits included, that belong to one thread for as long as it wants. */
@ApplicationScoped
public class UnpooledConnections {
    private final AgroalDataSource dataSource;

    UnpooledConnections(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** A new connection in autocommit mode. The caller closes it. */
    public Connection open() throws SQLException {
        return open(new Properties());
    }

    /** The same, for the few statements of a {@link GroupCommit}: each is prepared on the server at its first use. */
    public Connection openForBatches() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("prepareThreshold", "1");
        Connection connection = open(properties);
        connection.setAutoCommit(false);
        return connection;
    }

    private Connection open(Properties own) throws SQLException {
        AgroalConnectionFactoryConfiguration pool =
                dataSource.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration();
        Properties properties = new Properties();
        properties.putAll(pool.jdbcProperties());
        properties.putAll(own);
        if (pool.principal() != null) {
            properties.setProperty("user", pool.principal().getName());
        }
        for (Object credential : pool.credentials()) {
            if (credential instanceof SimplePassword password) {
                properties.setProperty("password", password.getWord());
            }
        }
        return DriverManager.getConnection(pool.jdbcUrl(), properties);
    }
}
