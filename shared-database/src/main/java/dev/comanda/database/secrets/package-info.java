/** Secrets that come as files instead of environment variables. */
@NullMarked
package dev.comanda.database.secrets;

import org.jspecify.annotations.NullMarked;
