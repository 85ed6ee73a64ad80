package dev.comanda.database.encryption;

import java.util.List;

/** The encrypted columns of a module; each module with such columns has a bean of this. */
public interface SealedColumns {
    List<SealedColumn> columns();
}
