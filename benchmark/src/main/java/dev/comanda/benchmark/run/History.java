package dev.comanda.benchmark.run;

import java.sql.SQLException;
import java.util.List;

/**
 * Fills the tables as months of work would: it multiplies the rows that a short real run has left. It copies whatever
 * columns the tables have, so that it works with the schema of the build that is measured.
 *
 * <p>A copy's numbers are lower than all real ones by a multiple of {@link #STRIDE}: history is older than what follows,
 * and what refers to a copied row refers to the copy.
 */
final class History {
    private static final long STRIDE = 10_000_000;
    private static final List<String> OUT = List.of("outbound_event", "lane", "delivery", "delivery_attempt");
    private static final List<String> IN = List.of("inbound_event");

    private final Database database;
    private final boolean randomIds;

    History(Database database, boolean randomIds) {
        this.database = database;
        this.randomIds = randomIds;
    }

    void fill(int rows) throws SQLException {
        multiply(OUT, "delivery", rows);
        multiply(IN, "inbound_event", rows);
        database.execute("vacuum analyze");
        database.execute("checkpoint");
    }

    private void multiply(List<String> tables, String counted, int rows) throws SQLException {
        long base = database.number("select count(*) from " + counted);
        long copies = Math.max(1, (rows + base - 1) / base);
        for (String table : tables) {
            if (database.number("select count(to_regclass('%s'))".formatted(table)) == 1) {
                database.execute(database.text(statement(table, copies)));
            }
        }
    }

    /** A query that answers the statement which copies this table. */
    private String statement(String table, long copies) {
        String eventId = randomIds ? "md5(t.event_id || k)" : "''h'' || lpad(k::text, 9, ''0'') || t.event_id";
        return """
                select format('insert into %1$s (%%s) overriding system value select %%s from %1$s t, generate_series(%2$d, 1, -1) k',
                         string_agg(quote_ident(attname), ', ' order by attnum),
                         string_agg(case when attname in ('id', 'event', 'lane_id', 'delivery_id', 'sequence')
                                         then format('t.%%I - k * %3$d', attname)
                                         when attname = 'event_id' then '%4$s'
                                         when attname = 'ordering_key' then '''h'' || k || t.ordering_key'
                                         else format('t.%%I', attname) end, ', ' order by attnum))
                  from pg_attribute
                 where attrelid = '%1$s'::regclass and attnum > 0 and not attisdropped and attgenerated = ''""".formatted(table, copies, STRIDE, eventId);
    }
}
