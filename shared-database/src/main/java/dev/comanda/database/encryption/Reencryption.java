package dev.comanda.database.encryption;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;

/**
 * Encrypts stored values again with the current key, so that an older key can be removed from the configuration, and
 * encrypts values that were stored before their column was encrypted.
 */
@ApplicationScoped
public class Reencryption {
    private static final Logger LOG = Logger.getLogger(Reencryption.class);
    private static final int PAGES = 64;

    private final Jdbi jdbi;
    private final ColumnCipher cipher;
    private final Instance<SealedColumns> modules;

    Reencryption(Jdbi jdbi, ColumnCipher cipher, @Any Instance<SealedColumns> modules) {
        this.jdbi = jdbi;
        this.cipher = cipher;
        this.modules = modules;
    }

    /** All encrypted columns of this service. */
    public List<SealedColumn> columns() {
        return modules.stream().flatMap(module -> module.columns().stream()).toList();
    }

    /** How many values each key has encrypted, over all columns, with the configured keys that have none. */
    public Map<String, Long> valuesPerKey() {
        Map<String, Long> counts = new TreeMap<>();
        cipher.keyIds().forEach(keyId -> counts.put(keyId, 0L));
        counts.put(SealedColumn.NO_KEY, 0L);
        for (SealedColumn column : columns()) {
            jdbi.useHandle(db -> db.createQuery("select " + column.keyId() + " key, count(*) values from "
                            + column.table() + " where " + column.column() + " is not null group by 1")
                    .mapTo(Count.class)
                    .forEach(count -> counts.merge(count.key(), count.values(), Long::sum)));
        }
        return counts;
    }

    /** The number of the table's blocks of pages, each to be given to {@link #sweep}. */
    public int blocks(SealedColumn column) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select (pg_relation_size(cast(:table as regclass)) / current_setting('block_size')::bigint
                                / :pages)::int + 1
                        """)
                .bind("table", column.table())
                .bind("pages", PAGES)
                .mapTo(Integer.class)
                .one());
    }

    /**
     * Encrypts the values of one block that another key has, in a transaction of its own. It skips rows that another
     * transaction has locked, and values that cannot be read: {@link #valuesPerKey} still counts them. It reads the block by
     * its place in the table, so a sweep costs one read of the table.
     *
     * @return how many values were encrypted again
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public int sweep(SealedColumn column, int block) {
        return jdbi.withHandle(db -> {
            List<Value> values = toMove(db, column, block);
            List<String> unreadable = new ArrayList<>();
            for (Value value : values) {
                try {
                    write(db, column, value.place(), again(column.form(), value));
                } catch (IllegalStateException e) {
                    unreadable.add(String.valueOf(e.getMessage()));
                }
            }
            if (!unreadable.isEmpty()) {
                LOG.errorf(
                        "%s.%s: %d values stay as they are; the first: %s",
                        column.table(), column.column(), unreadable.size(), unreadable.getFirst());
            }
            return values.size() - unreadable.size();
        });
    }

    private List<Value> toMove(Handle db, SealedColumn column, int block) {
        String bytes = column.form() == SealedColumn.Form.TEXT
                ? "convert_to(" + column.column() + ", 'UTF8')"
                : column.column();
        return db.createQuery("""
                        select ctid::text place, %s key, %s value, %s owner from %s
                         where ctid >= cast(:from as tid) and ctid < cast(:until as tid)
                           and %s is not null and %s <> :current
                           for no key update skip locked
                        """.formatted(
                                column.keyId(), bytes, column.owner(), column.table(), column.column(), column.keyId()))
                .bind("from", "(" + (long) block * PAGES + ",0)")
                .bind("until", "(" + (block + 1L) * PAGES + ",0)")
                .bind("current", cipher.currentKeyId())
                .mapTo(Value.class)
                .list();
    }

    private Object again(SealedColumn.Form form, Value value) {
        return switch (form) {
            case BESIDE_ITS_KEY -> {
                byte[] clear = cipher.decrypt(new Encrypted(value.key(), value.value()), value.owner());
                yield cipher.encrypt(clear, value.owner()).bytes();
            }
            case BYTES -> cipher.seal(cipher.open(value.value(), value.owner()), value.owner());
            case TEXT -> cipher.sealText(cipher.openText(value.text(), value.owner()), value.owner());
        };
    }

    private void write(Handle db, SealedColumn column, String place, Object value) {
        String key = column.keyColumn() == null ? "" : ", " + column.keyColumn() + " = :key";
        Update update = db.createUpdate("update " + column.table() + " set " + column.column() + " = :value" + key
                        + " where ctid = cast(:place as tid)")
                .bind("value", value)
                .bind("place", place);
        if (column.keyColumn() != null) {
            update.bind("key", cipher.currentKeyId());
        }
        update.execute();
    }

    record Count(String key, long values) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Value(String place, String key, byte[] value, String owner) {
        String text() {
            return new String(value, StandardCharsets.UTF_8);
        }
    }
}
