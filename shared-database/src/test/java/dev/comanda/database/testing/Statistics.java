package dev.comanda.database.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** What PostgreSQL's planner believes of a table that was analyzed while it was empty, and has grown since. */
public final class Statistics {
    private static final Logger LOG = Logger.getLogger(Statistics.class);
    private static final long MOST_ROWS = 2_000_000;
    private static final Duration PROMPT = Duration.ofSeconds(2);

    private Statistics() {}

    /**
     * Until the transaction at hand is rolled back, the planner assumes one row in each table, however many there are. The
     * lock that this takes keeps autovacuum from correcting it.
     */
    public static void ofTablesThatWereEmpty(Jdbi jdbi, String... tables) {
        for (String table : tables) {
            jdbi.useHandle(db -> {
                db.execute("alter table " + table + " set (autovacuum_enabled = false)");
                db.execute("""
                        select pg_restore_relation_stats('schemaname', 'public', 'relname', '%s', 'relpages', 1,
                                                         'reltuples', 0::real)
                        """.formatted(table));
            });
        }
    }

    /**
     * Does the work in the transaction at hand, in which its statements must read fewer than 2,000,000 rows in all. A plan that
     * looks through a table of 2,000 rows once for each of them reads 4,000,000, however fast the machine is.
     */
    public static <T> T withoutScans(Jdbi jdbi, String what, Callable<T> work) throws Exception {
        long before = rowsRead(jdbi);
        T result = work.call();
        long read = rowsRead(jdbi) - before;
        LOG.infof("%s read %d rows", what, read);
        assertThat(read).as(what).isLessThan(MOST_ROWS);
        return result;
    }

    /** Does the work, which must take less than 2 s. */
    public static <T> T promptly(String what, Callable<T> work) throws Exception {
        long start = System.nanoTime();
        T result = work.call();
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        LOG.infof("%s took %d ms", what, taken.toMillis());
        assertThat(taken).as(what).isLessThan(PROMPT);
        return result;
    }

    private static long rowsRead(Jdbi jdbi) {
        return jdbi.withHandle(db -> db.createQuery(
                        "select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0) from pg_stat_xact_user_tables")
                .mapTo(Long.class)
                .one());
    }
}
