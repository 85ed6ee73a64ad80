package dev.comanda.database.encryption;

import org.jspecify.annotations.Nullable;

/**
 * A column that holds encrypted values, so that they can be encrypted again with another key. All parts are SQL and never
 * come from outside.
 *
 * @param table its table
 * @param column the column
 * @param keyColumn the column with the key's id, or null when the value itself names its key
 * @param owner an expression for what the value is bound to, such as {@code 'mail/' || key}
 */
public record SealedColumn(
        String table, String column, @Nullable String keyColumn, String owner, Form form) {
    /** Stands for the key of a value that is not encrypted. No key has this id, because an id has no spaces. */
    static final String NO_KEY = "not encrypted";

    /** How the value is written. */
    public enum Form {
        /** {@link ColumnCipher#encrypt}: bytes, with the key's id in a column of its own. */
        BESIDE_ITS_KEY,
        /** {@link ColumnCipher#seal}. */
        BYTES,
        /** {@link ColumnCipher#sealText}. */
        TEXT
    }

    public static SealedColumn besideItsKey(String table, String column, String keyColumn, String owner) {
        return new SealedColumn(table, column, keyColumn, owner, Form.BESIDE_ITS_KEY);
    }

    public static SealedColumn bytes(String table, String column, String owner) {
        return new SealedColumn(table, column, null, owner, Form.BYTES);
    }

    /** As {@link SealedText} writes it. */
    public static SealedColumn text(String table, String column) {
        return new SealedColumn(table, column, null, "'" + SealedText.OWNER + "'", Form.TEXT);
    }

    /** An expression for the id of the value's key, or {@link #NO_KEY}. */
    String keyId() {
        return switch (form) {
            case BESIDE_ITS_KEY -> String.valueOf(keyColumn);
            case BYTES -> // The parts it asks for are read without the rest of a large value.
                """
                case when substr(%1$s, 1, 1) = decode('01', 'hex')
                     then convert_from(substr(%1$s, 3, get_byte(substr(%1$s, 2, 1), 0)), 'UTF8') else '%2$s' end
                """.formatted(column, NO_KEY);
            case TEXT ->
                "case when " + column + " like 'sealed:%' then split_part(" + column + ", ':', 2) else '" + NO_KEY
                        + "' end";
        };
    }
}
