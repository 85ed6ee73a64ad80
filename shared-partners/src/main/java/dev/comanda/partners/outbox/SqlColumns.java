package dev.comanda.partners.outbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds a list of rows to a statement as one array for each column, and times as PostgreSQL has them. */
final class SqlColumns {
    private final PreparedStatement statement;
    private final Connection db;
    private int position = 1;

    SqlColumns(PreparedStatement statement) throws SQLException {
        this.statement = statement;
        this.db = statement.getConnection();
    }

    <T> SqlColumns column(String type, List<T> rows, Function<T, @Nullable Object> value) throws SQLException {
        Array array = db.createArrayOf(type, rows.stream().map(value).toArray());
        statement.setArray(position++, array);
        return this;
    }

    /** {@link #column} of bytes, which JDBC knows by the type of the array only. */
    <T> SqlColumns bytes(List<T> rows, Function<T, byte @Nullable []> value) throws SQLException {
        statement.setArray(
                position++, db.createArrayOf("bytea", rows.stream().map(value).toArray(byte[][]::new)));
        return this;
    }

    SqlColumns time(Instant value) throws SQLException {
        statement.setObject(position++, value.atOffset(ZoneOffset.UTC));
        return this;
    }

    static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
