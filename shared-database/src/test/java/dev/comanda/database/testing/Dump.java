package dev.comanda.database.testing;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What a thief of a dump can find in it. */
public final class Dump {
    private Dump() {}

    /** The columns, as {@code table.column}, of which any value holds this text: words, arrays, JSON and bytes alike. */
    public static List<String> columnsWith(Jdbi jdbi, String text) {
        return jdbi.withHandle(db -> db
                .createQuery("""
                        select c.table_name, c.column_name, c.data_type = 'bytea' bytes
                          from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
                         where table_schema = current_schema() and t.table_type = 'BASE TABLE'
                         order by 1, 2
                        """)
                .map((row, _) ->
                        new Column(row.getString("table_name"), row.getString("column_name"), row.getBoolean("bytes")))
                .stream()
                .filter(column -> column.holds(db, text))
                .map(column -> column.table + "." + column.name)
                .toList());
    }

    private record Column(String table, String name, boolean bytes) {
        boolean holds(Handle db, String text) {
            String search = bytes ? "position(convert_to(?, 'UTF8') in \"%s\")" : "position(? in \"%s\"::text)";
            return db.createQuery(
                            "select exists(select from \"%s\" where %s > 0)".formatted(table, search.formatted(name)))
                    .bind(0, text)
                    .mapTo(Boolean.class)
                    .one();
        }
    }
}
