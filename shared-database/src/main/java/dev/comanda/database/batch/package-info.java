/** Writes of many callers that share one transaction, so that one flush of the log serves all of them. */
@NullMarked
package dev.comanda.database.batch;

import org.jspecify.annotations.NullMarked;
