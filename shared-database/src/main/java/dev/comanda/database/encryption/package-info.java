/** Columns that must not be readable in a dump: AES-GCM under keys that come from configuration. */
@NullMarked
package dev.comanda.database.encryption;

import org.jspecify.annotations.NullMarked;
