package dev.comanda.database.batch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Binds a list of rows to a statement, in the order of its parameters: one array for each column, for {@code unnest}.
 *
 * <p>The arrays have the Java type of their column where the driver sends such arrays in binary form.
 */
public final class SqlColumns {
    private final PreparedStatement statement;
    private final Connection db;
    private int position = 1;

    public SqlColumns(PreparedStatement statement) throws SQLException {
        this.statement = statement;
        this.db = statement.getConnection();
    }

    /**
     * Binds one column.
     *
     * @param type of an element, as PostgreSQL names it
     * @throws ArrayStoreException when a value of {@code text}, {@code bigint}, {@code int} or {@code bytea} is not a
     *     String, Long, Integer or byte[]
     */
    public <T> SqlColumns column(String type, List<T> rows, Function<T, ? extends @Nullable Object> value)
            throws SQLException {
        Object[] values = arrays(type).apply(rows.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(rows.get(i));
        }
        statement.setArray(position++, db.createArrayOf(type, values));
        return this;
    }

    /** Binds one time as a parameter of its own. */
    public SqlColumns time(Instant value) throws SQLException {
        statement.setObject(position++, value.atOffset(ZoneOffset.UTC));
        return this;
    }

    /** Binds a truth value as a parameter of its own. */
    public SqlColumns flag(boolean value) throws SQLException {
        statement.setBoolean(position++, value);
        return this;
    }

    /**
     * The text form of an array. A column of arrays is bound in this form and cast, since {@code unnest} would take the
     * arrays apart too.
     */
    public static String arrayOf(List<String> elements) {
        return elements.stream()
                .map(element -> '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Reads a time. */
    public static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static IntFunction<Object[]> arrays(String type) {
        return switch (type) {
            case "text" -> String[]::new;
            case "bigint" -> Long[]::new;
            case "int" -> Integer[]::new;
            case "bytea" -> byte[][]::new;
            default -> Object[]::new;
        };
    }
}
